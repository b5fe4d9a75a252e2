/** Environment variables by reader, as far as their names tell. */

/** Read by build tools alone: they may stay behind in the build stage. */
const BUILD_VARIABLES: ReadonlySet<string> = new Set([
  "MAVEN_OPTS",
  "MAVEN_CONFIG",
  "MAVEN_ARGS",
  "MAVEN_CLI_OPTS",
  "MAVEN_HOME",
  "MAVEN_VERSION",
  "M2_HOME",
  "MVNW_REPOURL",
  "GRADLE_OPTS",
  "GRADLE_USER_HOME",
  "GRADLE_HOME",
  "GRADLE_VERSION",
  "DEBIAN_FRONTEND",
  "HUSKY",
  "HUSKY_SKIP_INSTALL",
  "CYPRESS_INSTALL_BINARY",
  "GENERATE_SOURCEMAP",
]);

export function isBuildVariable(name: string): boolean {
  return BUILD_VARIABLES.has(name);
}

/** Credentials of package registries: needed while installing, never at run time. */
export function isSecretName(name: string): boolean {
  return /^(NPM|NODE_AUTH|GITHUB|GITLAB|GH|CI_JOB|YARN|PNPM|NEXUS|ARTIFACTORY|MAVEN|GPR|FONTAWESOME)(_\w+)?_(TOKEN|PASSWORD|AUTH|KEY)$|^(NPM_TOKEN|GITHUB_TOKEN|GH_TOKEN|CI_JOB_TOKEN)$/.test(
    name,
  );
}
