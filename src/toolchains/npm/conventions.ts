/**
 * Files that packages read from the working directory without being told: their documentation names
 * them. In: the name of an entry and the packages that run; out: the package that reads it, or null.
 */

/** Source of each row: the readme or manual of the package, section on its defaults. */
const READ: Readonly<Record<string, readonly string[]>> = {
  config: ["config"],
  "node-config-ts": ["config"],
  "@feathersjs/configuration": ["config"],
  "loopback-boot": ["server", "common"],
  express: ["views"],
  hbs: ["views"],
  "express-handlebars": ["views"],
  "koa-views": ["views"],
  i18n: ["locales"],
  "i18next-fs-backend": ["locales"],
  "i18next-node-fs-backend": ["locales"],
  "next-i18next": ["public", "next-i18next.config.js"],
  "email-templates": ["emails"],
  "dotenv-safe": [".env.example"],
  "dotenv-extended": [".env.defaults", ".env.schema"],
  "dotenv-defaults": [".env.defaults"],
  newrelic: ["newrelic.js", "newrelic.cjs"],
  "elastic-apm-node": ["elastic-apm-node.js"],
  typeorm: ["ormconfig.js", "ormconfig.json", "ormconfig.yml", "ormconfig.yaml", "ormconfig.env"],
  "@mikro-orm/core": ["mikro-orm.config.js"],
  knex: ["knexfile.js", "migrations", "seeds"],
  "node-pg-migrate": ["migrations"],
  "migrate-mongo": ["migrate-mongo-config.js", "migrations"],
  "db-migrate": ["database.json", "migrations"],
  moleculer: ["moleculer.config.js", "services"],
  sails: ["api", "assets", "config", "tasks", "views"],
  egg: ["app", "config"],
};

/** The same for programs: only where the command runs them. */
const READ_BY_PROGRAM: Readonly<Record<string, readonly string[]>> = {
  "drizzle-kit": ["drizzle.config.ts", "drizzle.config.js", "drizzle"],
  prisma: ["prisma", "schema.prisma", "prisma.config.ts"],
  sequelize: [".sequelizerc", "config", "models", "migrations", "seeders"],
  "sequelize-cli": [".sequelizerc", "config", "models", "migrations", "seeders"],
  next: ["next.config.ts", "next.config.mts"],
  vite: ["vite.config.ts", "vite.config.js", "vite.config.mjs", "vite.config.mts"],
  "@mikro-orm/cli": ["mikro-orm.config.js", "mikro-orm.config.ts"],
};

export function readByConvention(
  name: string,
  packages: ReadonlySet<string>,
  uses: readonly string[],
): string | null {
  return (
    [...packages].find((one) => Object.hasOwn(READ, one) && READ[one]?.includes(name) === true) ??
    uses.find(
      (one) => Object.hasOwn(READ_BY_PROGRAM, one) && READ_BY_PROGRAM[one]?.includes(name) === true,
    ) ??
    null
  );
}

/** Next compiles it when it starts, with the project's typescript and tsconfig.json, and installs typescript where it is missing. */
export const NEXT_IN_TYPESCRIPT = /\/next\.config\.[cm]?ts$/;
