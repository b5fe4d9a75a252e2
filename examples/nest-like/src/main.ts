import 'reflect-metadata';
import { createServer } from 'node:http';
import { AppController } from './app.controller';
import { routesOf } from './routing';

function bootstrap(): void {
  const controller = new AppController();
  const routes = routesOf(controller);
  createServer((request, response) => {
    const handler = routes.get(request.url ?? '');
    response.statusCode = handler ? 200 : 404;
    response.end(handler ? handler() : 'not found');
  }).listen(3000);
}
bootstrap();
