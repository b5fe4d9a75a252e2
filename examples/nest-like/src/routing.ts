const ROUTE = 'route';

/** Marks a method as the handler of a path. */
export function Get(path: string): MethodDecorator {
  return (target, key) => Reflect.defineMetadata(ROUTE, path, target, key);
}

export function routesOf(controller: object): Map<string, () => string> {
  const prototype = Object.getPrototypeOf(controller) as Record<string, () => string>;
  const routes = new Map<string, () => string>();
  for (const key of Object.getOwnPropertyNames(prototype)) {
    const path = Reflect.getMetadata(ROUTE, prototype, key) as string | undefined;
    if (path !== undefined) routes.set(path, () => prototype[key].call(controller));
  }
  return routes;
}
