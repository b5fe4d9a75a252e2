import type { Catalogue } from "./catalogue.js";

/** Why a node project is left alone, and what a reviewer of a rewritten one should look at. */
export const nodePages = {
  "dev-server-command": {
    kind: "refused",
    meaning:
      "The container's command is a development server or watches the sources; it needs the whole tool chain at run time.",
    example: 'RUN npm ci\nCMD ["npm", "run", "dev"]',
    advice:
      "Start what the build makes: node dist/main.js, next start, or a static server for a built site. Where the production form is exact (nest start, next dev, nodemon of a file that the build script compiles), --unsafe writes it; else the message says what is missing, or what to do.",
  },
  "interpreter-of-sources": {
    kind: "refused",
    meaning:
      "The command compiles TypeScript or other sources each time the container starts, so nothing is built before.",
    example: 'RUN npm ci\nCMD ["npx", "ts-node", "src/index.ts"]',
    advice:
      "Compile in the build (tsc, nest build, esbuild) and start the output with node. Where a build script of package.json compiles this very file to a path that can be computed, --unsafe writes that.",
  },
  "build-at-start": {
    kind: "refused",
    meaning:
      "The command builds, installs or changes packages when the container starts, so the tool chain is needed there.",
    example: 'CMD ["sh", "-c", "npm run build && node dist/index.js"]',
    advice:
      "Move the build into a RUN and start only its output; of nest start, --unsafe does it. A prestart script counts as part of npm start.",
  },
  "test-command": {
    kind: "refused",
    meaning:
      "The container's command runs tests or checks; such an image needs the development dependencies.",
    example: 'CMD ["npm", "test"]',
    advice: "Leave an image for tests in one stage, or run the tests with --target build.",
  },
  "script-name-variable": {
    kind: "refused",
    meaning: "The script of package.json that the command runs is named by a variable.",
    example: 'CMD npm run "$MODE"',
    advice: "Name the script that production runs.",
  },
  "start-script-unknown": {
    kind: "refused",
    meaning:
      "The command runs a script of package.json, and that file is not among the files that are at hand.",
    example: 'RUN git clone https://example.org/app /app\nCMD ["npm", "start"]',
    advice: "Give the build context with --context, or start the program without a script.",
  },
  workspace: {
    kind: "refused",
    meaning:
      "The command starts several packages of a workspace, or one that cannot be told, or the workspace lies in the root of the image.",
    example: 'CMD ["pnpm", "--recursive", "start"]',
    advice: "Start one package by its name, and give the workspace a WORKDIR of its own.",
  },
  "workspace-whole": {
    kind: "note",
    meaning:
      "A step of a workspace's build is not understood, so nothing shows which of its packages the program needs; the whole folder goes to the runtime stage.",
    example: "RUN npx nx run-many --target=build",
    advice: "Look at what of the folder the program needs, and copy that.",
  },
  "pnpm-version-switch": {
    kind: "note",
    meaning:
      "The command is run by pnpm, package.json asks by packageManager for one version, and the Dockerfile installs another one or names none: pnpm then fetches the version itself, to a place that is not known.",
    example: 'RUN npm install -g pnpm   # package.json: "packageManager": "pnpm@9.1.0"',
    advice: "Install the version that packageManager names, or use corepack.",
  },
  "yarn-pnp": {
    kind: "refused",
    meaning:
      "Yarn installs without node_modules (Plug'n'Play), and either the command starts node without .pnp.cjs, so that no package is found, or the version of yarn or the place of its cache is not known.",
    example:
      'RUN yarn install --immutable   # .yarnrc.yml without nodeLinker: node-modules\nCMD ["node", "dist/index.js"]',
    advice:
      "Start the program by yarn (yarn node, yarn start) or with node -r ./.pnp.cjs, name yarn's version in packageManager, and leave the cache where yarn puts it; or set nodeLinker: node-modules.",
  },
  "node-modules-linked": {
    kind: "refused",
    meaning: "node_modules is a symbolic link to another folder, which a copy between stages does not keep.",
    example: "RUN ln -s /deps/node_modules /app/node_modules",
    advice: "Install in the folder of the application, or set NODE_PATH to the other folder.",
  },
  "application-in-root": {
    kind: "refused",
    meaning:
      "The application lies in the root of the image and shares a folder with the system, such as /lib or /bin.",
    example: "COPY . /   # with a folder lib",
    advice: "Set a WORKDIR of its own.",
  },
  "project-unknown": {
    kind: "refused",
    meaning:
      "The files of the project are not at hand or cannot be read, so what the program needs cannot be told.",
    example: "dfsplit - < Dockerfile",
    advice: "Give the build context with --context.",
  },
  "build-output-unknown": {
    kind: "refused",
    meaning:
      "A step of the build runs code or a tool whose output files are not known, so what has to be copied is not known either.",
    example: '{ "scripts": { "build": "node scripts/build.js" } }',
    advice: "Split by hand, or let a tool with a literal output folder do the step.",
  },
  "build-step-unknown": {
    kind: "note",
    meaning:
      "A known tool makes what the command runs, or it is a file of the project, and another step runs a program whose output files are not known. In the second case the application's folder goes along whole. What that program writes outside the copied folders would be missing, and packages that it may use are not dropped.",
    example: '{ "scripts": { "build": "make-routes && tsc" } }',
    advice:
      "Look at which files the program makes, and whether the runtime stage has those that are read there.",
  },
  "browser-folder-unknown": {
    kind: "note",
    meaning:
      "puppeteer downloads a browser when it is installed, and a settings file of the project (`.puppeteerrc.cjs`, `puppeteer.config.js`) decides where or whether. dfsplit runs no code of the project, so it does not know which folder the runtime stage has to have.",
    example: "module.exports = { cacheDirectory: process.env.BROWSERS ?? '/opt/browsers' };",
    advice:
      "Look where the settings put the browser. A folder inside the application is copied where the sources name it; another one needs a COPY --from=build of its own.",
  },
  "original-broken-no-lockfile": {
    kind: "refused",
    meaning: "npm ci runs where no package-lock.json or npm-shrinkwrap.json is, and fails for certain.",
    example: "COPY package.json .\nRUN npm ci",
    advice: "Copy the lockfile too, or check that .dockerignore does not hold it back.",
  },
  "original-broken-no-script": {
    kind: "refused",
    meaning: "A script is run that package.json does not have.",
    example: "RUN npm run build:prod",
    advice: "Correct the name of the script.",
  },
  "original-broken-dev-dependency": {
    kind: "refused",
    meaning:
      "The build, or the container's command, runs a program that only a dev dependency brings, after an install or a prune that leaves dev dependencies out: the original does not build, or does not start.",
    example: "ENV NODE_ENV=production\nRUN npm ci\nRUN npm run build   # tsc is a dev dependency",
    advice:
      "Install dev dependencies for the build (npm ci --include=dev), and set NODE_ENV=production below it.",
  },
  "original-broken-path-alias": {
    kind: "refused",
    meaning:
      "The sources import by an alias of tsconfig.json; tsc leaves it in its output, and nothing resolves it when node runs.",
    example: '{ "compilerOptions": { "paths": { "@app/*": ["src/*"] } } }',
    advice: "Use tsc-alias after tsc, load tsconfig-paths, or bundle.",
  },
  "env-file-in-image": {
    kind: "note",
    meaning: "A .env file of the context goes to the runtime stage, as it was in the image before.",
    example: "COPY . .",
    advice:
      "Check that it holds no secret; give the values when the container starts and add the file to .dockerignore.",
  },
  "program-fetched-at-start": {
    kind: "note",
    meaning:
      "npx runs a program that is in no node_modules of the image: it fetches the newest version from the registry each time the container starts, and that version may need what a slimmer image or the copied files lack.",
    example:
      'RUN npm ci --omit=dev   # prisma is a dev dependency\nCMD ["sh", "-c", "npx prisma migrate deploy && node ."]',
    advice: "Make the program's package a dependency, so that the locked version is in the image.",
  },
  "npmrc-left-behind": {
    kind: "note",
    meaning:
      "Settings of the package manager, whatever follows .npmrc or .yarnrc in their names, stay in the build stage, because they may hold a token.",
    example: "COPY .npmrc-ci .npmrc",
    advice: "Nothing, unless the program itself reads the file.",
  },
  "static-site": {
    kind: "note",
    meaning:
      "nginx serves the built files in the place of a static server of node (--with static-site): the same paths give the same files on the same port; what the note names is answered otherwise.",
    example: 'CMD ["npx", "serve", "-s", "build", "-l", "3000"]',
    advice:
      "Read the differences of the note, and look at whatever sets PORT, relies on a header, or probes the container by IPv6.",
  },
  "static-site-not-made": {
    kind: "note",
    meaning:
      "--with static-site was asked for, and the container's server stays: an option or a setting of it would be answered otherwise by nginx, or the container does more than serve files.",
    example: 'CMD ["http-server", "dist", "-P", "http://api:8080"]',
    advice: "Write the configuration of nginx by hand where the setting is wanted, or drop the option.",
  },
  "build-time-variable": {
    kind: "note",
    meaning:
      "The front end's build writes the variable into the pages, so that it belongs to the build stage; a value that is given when the container starts never had an effect.",
    example: 'ARG VITE_API="https://api.example.org"\nRUN npm run build',
    advice:
      "Give it as a build argument; for a value that differs per container, let the page read a file that an entrypoint writes.",
  },
  "programs-computed": {
    kind: "note",
    meaning:
      "A source starts programs whose names are only known at run time; a slimmer image may lack them.",
    example: "exec(process.env.HOOK)",
    advice: "Check which programs that are, and that the runtime image has them.",
  },
} as const satisfies Catalogue;
