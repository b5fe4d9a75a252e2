/**
 * `mcr.microsoft.com/playwright`: Ubuntu with Node.js from NodeSource and the browsers of one release of playwright.
 * Source: github.com/microsoft/playwright utils/docker/Dockerfile.{focal,jammy,noble}. The version of Node.js changes
 * between the releases, so it stays unknown; the browsers lie where PLAYWRIGHT_BROWSERS_PATH says, and a package of
 * another release downloads its own ones beside them.
 */
import { known, unknown, type Known } from "../../known.js";
import { configOn, type Description, type Family } from "../description.js";
import { ubuntu } from "../roots.js";

const TAG = /^v?(?<version>\d+\.\d+\.\d+)(?:-(?<suite>focal|jammy|noble))?(?:-(?:amd64|arm64))?$/;

function describe(tag: string): Known<Description> {
  const groups = TAG.exec(tag)?.groups;
  const suite = groups?.["suite"];
  if (groups === undefined && !/^(latest|next|focal|jammy|noble)$/.test(tag))
    return unknown(`playwright:${tag} is no tag of a form that is known`);
  const name = suite ?? (/^(focal|jammy|noble)$/.test(tag) ? tag : undefined);
  const root = ubuntu(name === undefined ? unknown("the release of the tag floats") : known(name));
  return known({
    root,
    major: unknown("the version of Node.js changes between the releases of playwright"),
    provides: ["node"],
    programs: ["node", "npm", "npx", "yarn", "yarnpkg", "curl", "wget", "gpg", "git", "ssh"],
    // what the libraries of three browsers bring along
    unsure: ["nodejs", "corepack", "python3", "perl", "openssl", "xvfb-run", "ffmpeg", "fc-list", "dirmngr"],
    users: { pwuser: "*" },
    config: known(
      configOn(root, {
        env: { LANG: "C.UTF-8", LC_ALL: "C.UTF-8", PLAYWRIGHT_BROWSERS_PATH: "/ms-playwright" },
      }),
    ),
    onbuild: false,
    source: "https://github.com/microsoft/playwright",
  });
}

export const playwright: Family = {
  name: "playwright",
  repositories: ["mcr.microsoft.com/playwright"],
  describe,
  slimmer: () => unknown("without its browsers the image is of no use"),
};
