import { AppController } from './app.controller';

if (new AppController().findAll() !== 'all cats\n') throw new Error('no cats');
