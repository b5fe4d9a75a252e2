/** Names under which Dockerfiles are found, and which of them are for development alone. */

export function isDockerfileName(name: string): boolean {
  return (
    /^(dockerfile|containerfile)([.-].+)?$|\.(dockerfile|containerfile)$/i.test(name) &&
    !/\.dockerignore$/i.test(name)
  );
}

/** `Dockerfile.dev`, `.devcontainer/Dockerfile`: an image to work in, with its tools on purpose. */
export function isDevelopmentPath(path: string): boolean {
  const parts = path.toLowerCase().split("/");
  const name = parts.at(-1) ?? "";
  return (
    parts.includes(".devcontainer") ||
    /(^|[._-])(dev|develop|development|devel|local|test|tests|testing|e2e|ci|debug)([._-]|$)/.test(
      name.replace(/dockerfile|containerfile/, ""),
    )
  );
}
