/**
 * Names in a node project that only people, tests, linters, editors, CI and builders read. In: the
 * name of an entry of the application's folder; out: why it is not needed at run time, or null.
 * A source that names such an entry keeps it all the same; that is the caller's question.
 */

interface Row {
  readonly name: RegExp;
  readonly because: string;
}

const ROWS: readonly Row[] = [
  {
    name: /^(\.git|\.gitignore|\.gitattributes|\.gitmodules|\.gitkeep|\.mailmap|\.hg|\.svn)$/,
    because: "version control",
  },
  {
    name: /^(\.github|\.gitlab|\.gitlab-ci\.ya?ml|\.circleci|\.travis\.ya?ml|\.drone\.ya?ml|\.woodpecker(\.ya?ml)?|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|Jenkinsfile.*|appveyor\.ya?ml|\.buildkite|\.semaphore|codecov\.ya?ml|\.codecov\.ya?ml|\.coveralls\.ya?ml|sonar-project\.properties|renovate\.json5?|\.renovaterc(\.json)?|\.dependabot|\.snyk|cloudbuild\.ya?ml|buildspec\.ya?ml|skaffold\.ya?ml|Tiltfile|captain-definition|fly\.toml|render\.ya?ml|railway\.(json|toml)|vercel\.json|netlify\.toml|\.vercelignore|heroku\.yml|app\.ya?ml|\.elasticbeanstalk|\.ebextensions|now\.json)$/,
    because: "continuous integration and deployment",
  },
  {
    name: /^(Dockerfile.*|.*\.[Dd]ockerfile|dockerfile.*|\.dockerignore|(docker-)?compose[\w.-]*\.ya?ml|\.hadolint\.ya?ml|\.devcontainer|Vagrantfile|helm|k8s|kubernetes|charts|terraform)$/,
    because: "describes images and deployments",
  },
  {
    name: /^(\.vscode|\.idea|\.editorconfig|.*\.code-workspace|\.fleet|\.vs|\.DS_Store|Thumbs\.db|\.nova|\.zed|\.cursor(rules|ignore)?|\.claude|CLAUDE\.md|AGENTS\.md)$/,
    because: "editor settings",
  },
  {
    name: /^(\.?eslint(rc|ignore|\.config)[\w.-]*|\.eslintcache|\.?prettier(rc|ignore|\.config)[\w.-]*|tslint\.json|\.stylelint(rc|ignore)[\w.-]*|stylelint\.config\.[cm]?js|\.jshintrc|\.jshintignore|\.jscsrc|\.jsbeautifyrc|biome\.jsonc?|\.?oxlintrc\.json|\.lintstagedrc[\w.-]*|lint-staged\.config\.[cm]?js|\.?commitlint(rc|\.config)[\w.-]*|\.husky|\.huskyrc[\w.-]*|\.czrc|\.markdownlint[\w.-]*|\.cspell\.json|cspell\.(json|config\.\w+)|\.releaserc[\w.-]*|release\.config\.[cm]?js|\.versionrc[\w.-]*|\.changeset|knip\.\w+|\.ncurc[\w.-]*|\.npmignore|lefthook\.ya?ml|\.pre-commit-config\.ya?ml|\.remarkrc[\w.-]*|\.alexrc|\.depcheckrc[\w.-]*)$/,
    because: "settings of linters and release tools",
  },
  {
    name: /^(tests?|__tests__|__mocks__|specs?|e2e|cypress|\.nyc_output|coverage|playwright|playwright-report|test-results|\.storybook|stories|__snapshots__|\.jest-cache|cypress\.(json|config\.[cm]?[jt]s)|jest[\w.-]*\.(json|[cm]?[jt]s)|jest-e2e\.json|vitest\.(config|setup|workspace)[\w.-]*|karma\.conf\.[cm]?js|\.mocharc[\w.-]*|\.nycrc[\w.-]*|\.c8rc\.json|playwright\.config\.[cm]?[jt]s|ava\.config\.[cm]?js|wdio\.conf\.[jt]s|protractor\.conf\.js|setupTests\.[jt]sx?|.*\.(test|spec)\.[cm]?[jt]sx?)$/,
    because: "tests",
  },
  {
    name: /^((README|CHANGELOG|CHANGES|HISTORY|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|AUTHORS|CONTRIBUTORS|MAINTAINERS|TODO|ROADMAP|SUPPORT|GOVERNANCE|PULL_REQUEST_TEMPLATE|ISSUE_TEMPLATE|INSTALL|UPGRADE|UPGRADING|MIGRATION|DEPLOY(MENT)?|DEVELOPMENT|ARCHITECTURE)(\.[\w.-]+)?|.*\.(md|mdx|markdown)|docs?|\.all-contributorsrc|CODEOWNERS|CITATION\.cff|FUNDING\.yml|CNAME|typedoc\.json|jsdoc\.json)$/i,
    because: "documentation",
  },
  {
    name: /^(nodemon\.json|\.nodemonignore|Makefile|makefile|GNUmakefile|Procfile\.dev|\.nvmrc|\.node-version|\.tool-versions|\.envrc|\.gitpod\.yml|\.replit|replit\.nix|sandbox\.config\.json|\.stackblitzrc|\.watchmanconfig|\.browserslistrc|\.postcssrc[\w.-]*|tsconfig[\w.-]*\.tsbuildinfo|\.tsbuildinfo|npm-debug\.log.*|yarn-(error|debug)\.log.*|pnpm-debug\.log.*|plopfile\.\w+|\.hygen\.js)$/,
    because: "development tools",
  },
];

/** Inputs of compilers and bundlers: needless only when a build has used them. */
const COMPILER_SETTINGS =
  /^(tsconfig[\w.-]*\.json|jsconfig\.json|nest-cli\.json|nestconfig\.json|\.nestcli\.json|babel\.config\.\w+|\.babelrc[\w.-]*|\.swcrc|webpack[\w.-]*\.[cm]?[jt]s|vite\.config\.[cm]?[jt]s|rollup\.config\.[cm]?[jt]s|tsup\.config\.\w+|tsdown\.config\.\w+|esbuild(\.config)?\.[cm]?[jt]s|gulpfile(\.babel)?\.[cm]?[jt]s|Gruntfile\.\w+|postcss\.config\.[cm]?[jt]s|tailwind(\.config)?\.[cm]?[jt]s|windi\.config\.[jt]s|uno\.config\.[jt]s|angular\.json|\.angular-cli\.json|vue\.config\.[cm]?[jt]s|craco\.config\.[jt]s|config-overrides\.js|svelte\.config\.[cm]?[jt]s|astro\.config\.[cm]?[jt]s|codegen\.(ya?ml|[jt]s)|components\.json|next-env\.d\.ts|[\w-]+\.d\.ts|env\.d\.ts|index\.html|openapitools\.json|api-extractor\.json|nx\.json|workspace\.json|project\.json|turbo\.json)$/;

const LOCKFILES = /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/;

/** Whatever the application is. */
export function buildOnlyName(name: string): string | null {
  return ROWS.find((row) => row.name.test(name))?.because ?? null;
}

/** Once a build has turned sources into output. */
export function compilerSetting(name: string): boolean {
  return COMPILER_SETTINGS.test(name);
}

export function isLockfileName(name: string): boolean {
  return LOCKFILES.test(name);
}
