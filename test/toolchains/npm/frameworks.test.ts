import { application, kept, left } from "./started.js";
import { packageLock, project } from "./projects.js";

const nuxt = {
  name: "shop",
  private: true,
  scripts: { build: "nuxt build", start: "node .output/server/index.mjs", postinstall: "nuxt prepare" },
  dependencies: { nuxt: "^3.11.0", vue: "^3.4.0" },
};
const nuxtFiles = {
  "nuxt.config.ts": "export default defineNuxtConfig({ css: ['~/assets/main.css'] });",
  "app.vue":
    "<script setup>import { text } from '~/helpers/text';\nconst logo = '/assets/logo.png';</script>",
  "pages/index.vue": "<template><p>x</p></template>",
  "components/Card.vue": "<template><p>x</p></template>",
  "helpers/text.ts": "export const text = 'x';",
  "assets/main.css": "p {}",
  "public/favicon.ico": "x",
  "server/api/items.ts": "export default defineEventHandler(() => []);",
  "types/index.d.ts": "",
  "scripts/run.sh": "echo",
};

describe("Nuxt 3", () => {
  it(".output has everything in it", () => {
    const answer = application(
      project(nuxt, nuxtFiles),
      ["npm ci", "npm run build"],
      "node .output/server/index.mjs",
    );
    expect(kept(answer)).toEqual([".output", "scripts"]);
    expect(answer.gains).toContain("node_modules stays behind");
  });

  it("P99: the folder that Nitro is told", () => {
    const files = {
      ...nuxtFiles,
      "nuxt.config.ts": "export default defineNuxtConfig({ nitro: { output: { dir: 'out' } } });",
    };
    const answer = application(
      project(nuxt, files),
      ["npm ci", "npm run build"],
      "node out/server/index.mjs",
    );
    expect(kept(answer)).toEqual(["out", "scripts"]);
  });

  it("but what the server reads by name", () => {
    const files = {
      ...nuxtFiles,
      "server/api/items.ts": "import { readFileSync } from 'node:fs';\nreadFileSync('./assets/items.json');",
      "assets/items.json": "[]",
    };
    expect(
      kept(application(project(nuxt, files), ["npm ci", "npm run build"], "node .output/server/index.mjs")),
    ).toContain("assets");
  });

  it("asks for no program of a package that stays behind", () => {
    const lock = packageLock(nuxt, { "simple-git": {} });
    const answer = application(
      project(nuxt, nuxtFiles, lock),
      ["npm ci", "npm run build"],
      "node .output/server/index.mjs",
    );
    expect(answer.programs).toEqual([]);
  });
});

const next = {
  name: "site",
  scripts: { build: "next build", start: "next start" },
  dependencies: { next: "15.0.0", react: "18.3.1" },
  devDependencies: { typescript: "5.4.0" },
};
const nextFiles = {
  "next.config.mjs":
    "import path from 'path';\nexport default { sassOptions: { includePaths: [path.join('x', 'styles')] } };",
  "pages/index.tsx": "import { a } from '../lib/a';\nexport default () => a;",
  "lib/a.ts": "export const a = 1;",
  "styles/main.css": "p {}",
  "middleware.ts": "export function middleware() {}",
  "public/a.png": "x",
  "tsconfig.json": "{}",
};

describe("Next", () => {
  const runs = ["npm ci", "npm run build"];

  it("leaves what it compiled, whatever its settings call the inputs", () => {
    const answer = application(project(next, nextFiles), runs, "npm start");
    expect(kept(answer)).toEqual([".next", "next.config.mjs", "node_modules", "package.json", "public"]);
    expect(left(answer)).toEqual(expect.arrayContaining(["lib", "middleware.ts", "pages", "styles"]));
    expect(answer.prune).toMatchObject({ value: { command: "npm prune --omit=dev" } });
  });

  it("keeps a folder that an API route reads and writes", () => {
    const files = {
      ...nextFiles,
      "pages/api/save.ts":
        "const file = path.join(process.cwd(), 'pages', 'data.json');\nfs.writeFileSync(file, text);",
    };
    expect(kept(application(project(next, files), runs, "npm start"))).toContain("pages");
  });

  it("a module that the settings load at run time stays, though the pages were compiled from it, too", () => {
    const files = {
      ...nextFiles,
      "next.config.mjs": "import { env } from './settings.mjs';\nexport default { env };\n",
      "settings.mjs": "export const env = { NAME: 'x' };\n",
      "pages/info.tsx": "import { env } from '../settings.mjs';\nexport default () => env.NAME;\n",
    };
    expect(kept(application(project(next, files), runs, "npm start"))).toContain("settings.mjs");
  });

  it("settings in TypeScript need typescript and tsconfig.json when it starts", () => {
    const { "next.config.mjs": config, ...others } = nextFiles;
    const answer = application(project(next, { ...others, "next.config.ts": config }), runs, "npm start");
    expect(kept(answer)).toEqual(expect.arrayContaining(["next.config.ts", "tsconfig.json"]));
    expect(answer.prune).toMatchObject({
      known: false,
      because: expect.stringContaining("next.config.ts") as string,
    });
  });
});

describe("SvelteKit with a server of its own", () => {
  it("svelte-kit sync makes nothing that runs", () => {
    const pkg = {
      name: "kit",
      type: "module",
      scripts: { build: "vite build", prepare: "svelte-kit sync || echo ''" },
      dependencies: { express: "^4.19.2" },
      devDependencies: { "@sveltejs/kit": "^2.0.0", "@sveltejs/adapter-node": "^5.0.0", vite: "^5.0.0" },
    };
    const files = {
      "svelte.config.js":
        "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };",
      "vite.config.ts":
        "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };",
      "server.js":
        "import { handler } from './build/handler.js';\nimport express from 'express';\nexpress().use(handler);",
      "src/app.html": "<html></html>",
      "src/routes/+page.svelte": "<p>x</p>",
      "static/a.png": "x",
    };
    const answer = application(project(pkg, files), ["npm ci", "npm run build"], "node server.js");
    expect(answer.refuse).toBeUndefined();
    expect(kept(answer)).toEqual(["build", "node_modules", "package.json", "server.js"]);
  });
});

describe("Remix", () => {
  it("takes literal folders of its configuration, computed ones are unknown", () => {
    const pkg = {
      name: "remix",
      scripts: { build: "remix build", start: "remix-serve build" },
      dependencies: { "@remix-run/serve": "^1.0.0" },
      devDependencies: { "@remix-run/dev": "^1.0.0" },
    };
    const files = { "app/root.tsx": "export default () => null;", "public/a.png": "x" };
    const answer = application(
      project(pkg, {
        ...files,
        "remix.config.js": "module.exports = { assetsBuildDirectory: 'public/build' };",
      }),
      ["npm ci", "npm run build"],
      "npm start",
    );
    expect(kept(answer)).toEqual(["build", "node_modules", "package.json", "public", "remix.config.js"]);
    const computed = { ...files, "remix.config.js": "module.exports = { serverBuildPath: out };" };
    expect(application(project(pkg, computed), ["npm ci", "npm run build"], "npm start").refuse?.code).toBe(
      "build-output-unknown",
    );
  });
});

describe("a bundle that may look above itself", () => {
  it("keeps node_modules for the client that prisma generates", () => {
    const pkg = { ...nuxt, dependencies: { ...nuxt.dependencies, "@prisma/client": "^5.0.0" } };
    const answer = application(
      project(pkg, nuxtFiles),
      ["npm ci", "npm run build"],
      "node .output/server/index.mjs",
    );
    expect(kept(answer)).toContain("node_modules");
  });
});

describe("Angular before version 6", () => {
  it("names its folder in .angular-cli.json", () => {
    const pkg = {
      name: "weather",
      dependencies: { "http-server": "^0.11.0" },
      devDependencies: { "@angular/cli": "1.6.0" },
    };
    const files = {
      ".angular-cli.json": '{"apps": [{"root": "src", "outDir": "out"}]}',
      "src/main.ts": "export const a = 1;",
    };
    const answer = application(project(pkg, files), ["npm ci", "npx ng build"], "npx http-server out");
    expect(kept(answer)).toEqual(["node_modules", "out", "package.json"]);
  });
});

describe("node_modules that another command puts there", () => {
  it("goes along under the name that cp gives it", () => {
    const pkg = { name: "weather", dependencies: { "http-server": "^0.11.0" } };
    const files = {
      ".angular-cli.json": '{"apps": [{"root": "src"}]}',
      "src/main.ts": "export const a = 1;",
    };
    const answer = application(
      project(pkg, files),
      ["cp -a /tmp/node_modules /app/", "npx ng build"],
      "node node_modules/http-server/bin/http-server dist",
    );
    expect(kept(answer)).toEqual(["dist", "node_modules", "package.json"]);
  });
});

describe("Strapi", () => {
  const strapi = {
    name: "cms",
    scripts: { build: "strapi build", start: "strapi start" },
    dependencies: { "@strapi/strapi": "4.20.0" },
  };
  const files = {
    "config/server.js": "module.exports = ({ env }) => ({ host: env('HOST') });",
    "src/api/post/content-types/post/schema.json": "{}",
    "public/robots.txt": "",
  };
  const runs = ["npm ci", "npm run build"];

  const outDir = '{ "compilerOptions": { "outDir": "dist" } }';

  it.each([
    [{}, ["build", "config", "node_modules", "package.json", "public", "src"]],
    [
      { "tsconfig.json": outDir },
      ["config", "dist", "node_modules", "package.json", "public", "src", "tsconfig.json"],
    ],
  ])("P99: with %j reads all that stands beside it", (more, expected) => {
    const answer = application(project(strapi, { ...files, ...more }), runs, "npm start");
    expect(kept(answer)).toEqual(expected);
  });

  it("P99: without outDir nothing tells where the panel is", () => {
    const answer = application(project(strapi, { ...files, "tsconfig.json": "{}" }), runs, "npm start");
    expect(answer.refuse?.code).toBe("build-output-unknown");
  });
});
