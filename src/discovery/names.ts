/** Which file names are taken for Dockerfiles when a folder is searched. */

const DOCKERFILE = /^(?:dockerfile|Dockerfile[.-].+|.+\.[Dd]ockerfile|Containerfile)$/;

export function isDockerfileName(name: string): boolean {
  if (name.endsWith(".dockerignore") || name.endsWith("~")) return false;
  return name.toLowerCase() === "dockerfile" || DOCKERFILE.test(name);
}
