import { Get } from './routing';

export class AppController {
  @Get('/cats')
  findAll(): string {
    return 'all cats\n';
  }
}
