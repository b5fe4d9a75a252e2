/** Development servers without an exact production form, and what to do with each, as data. Sources: each project's documentation on deployment. */

const SITE = (build: string, folder: string): string =>
  `it serves a site from memory, and how the built files are to be served is for you to say: \`${build}\` in a RUN makes the folder ${folder}, a static server such as \`serve -s ${folder}\` starts it, and --with static-site puts it on nginx`;

const INSTEAD: Readonly<Record<string, string>> = {
  "react-scripts": SITE("react-scripts build", "build"),
  "react-app-rewired": SITE("react-app-rewired build", "build"),
  "react-scripts-ts": SITE("react-scripts-ts build", "build"),
  craco: SITE("craco build", "build"),
  vite: SITE("vite build", "dist"),
  ng: SITE("ng build", "dist"),
  "vue-cli-service": SITE("vue-cli-service build", "dist"),
  webpack: SITE("webpack --mode production", "dist"),
  "webpack-dev-server": SITE("webpack --mode production", "dist"),
  parcel: SITE("parcel build", "dist"),
  snowpack: SITE("snowpack build", "build"),
  gatsby: SITE("gatsby build", "public"),
  docusaurus: SITE("docusaurus build", "build"),
  vitepress: SITE("vitepress build", ".vitepress/dist"),
  vuepress: SITE("vuepress build", ".vuepress/dist"),
  storybook: SITE("storybook build", "storybook-static"),
  "start-storybook": SITE("build-storybook", "storybook-static"),
  quasar: SITE("quasar build", "dist"),
  ember: SITE("ember build -prod", "dist"),
  ionic: SITE("ionic build --prod", "www"),
  umi: SITE("umi build", "dist"),
  max: SITE("max build", "dist"),
  "svelte-kit": "build with `vite build` and an adapter, and start what the adapter makes (`node build`)",
  strapi: "build the admin panel with `strapi build` in a RUN and start with `strapi start`",
  medusa: "build with `medusa build` in a RUN and start with `medusa start`",
  "live-server": "it serves files for development: serve them with a static server such as `serve`",
  "browser-sync": "it serves files for development: serve them with a static server such as `serve`",
};

export function insteadOf(program: string): string {
  return (
    INSTEAD[program] ??
    `what ${program} would serve in production is not known: build in a RUN, and start what the build makes`
  );
}
