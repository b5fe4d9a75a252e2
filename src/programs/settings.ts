/** Configuration commands of the Node package managers; everything else that they do belongs to their toolchain. */
import { unknown } from "../known.js";
import { NOTHING, setting, type Program } from "./call.js";

function configuration(manager: string): Program {
  return (call) => {
    const words = call.args.filter(({ raw }) => !raw.startsWith("-")).map(({ raw }) => raw);
    const [verb, action] = words;
    if (verb === "set") return setting(`${manager} config`);
    if (verb === "config" || verb === "c") {
      return /^(get|list|ls)$/.test(action ?? "") ? NOTHING : setting(`${manager} config`);
    }
    return unknown(`what ${[manager, ...words].join(" ")} does is not a matter of settings`);
  };
}

export const settings: Readonly<Record<string, Program>> = {
  npm: configuration("npm"),
  yarn: configuration("yarn"),
  pnpm: configuration("pnpm"),
};
