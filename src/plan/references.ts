/**
 * Stage names that somebody outside the Dockerfile uses: `target:` in compose files, bake files
 * and workflows, `--target NAME` in scripts. Only files that commonly build images are read.
 */
import type { Project, Repository } from "../project/types.js";

const PLACES: readonly { readonly folder: string; readonly name: RegExp }[] = [
  {
    folder: "",
    name: /^((docker-)?compose.*\.ya?ml|docker-bake\.(hcl|json)|makefile|justfile|taskfile\.ya?ml|skaffold\.ya?ml|tiltfile|fly\.toml|heroku\.ya?ml|render\.ya?ml|railway\.json|package\.json|\.gitlab-ci\.ya?ml|jenkinsfile|cloudbuild\.ya?ml|.*\.sh)$/i,
  },
  { folder: ".github/workflows", name: /\.ya?ml$/i },
  { folder: "scripts", name: /./ },
  { folder: "bin", name: /./ },
  { folder: "docker", name: /\.(sh|ya?ml|hcl|json)$/i },
  { folder: ".circleci", name: /\.ya?ml$/i },
  ...[
    "k8s",
    "kubernetes",
    "manifests",
    "deploy",
    "deployment",
    "helm",
    "helm/templates",
    "chart/templates",
    "ops",
    ".k8s",
  ].map((folder) => ({ folder, name: /\.(ya?ml|json|sh|tpl)$/i })),
];

/** Text of the files beside the Dockerfile that may build or run its image, by path in the repository. */
export function buildingFiles(
  repository: Repository,
): readonly { readonly path: string; readonly text: string }[] {
  const folders = new Set(
    PLACES.map(({ folder }) => folder).concat(
      PLACES.map(({ folder }) => [repository.contextPath, folder].filter((part) => part !== "").join("/")),
    ),
  );
  const found: { path: string; text: string }[] = [];
  for (const folder of [...folders].sort()) {
    const names = PLACES.filter(
      (place) =>
        folder === place.folder ||
        folder.endsWith(`/${place.folder}`) ||
        (place.folder === "" && folder === repository.contextPath),
    );
    for (const entry of repository.entries(folder) ?? []) {
      if (entry.kind !== "file" || !names.some((place) => place.name.test(entry.name))) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const text = repository.read(path);
      if (text.known) found.push({ path, text: text.value });
    }
  }
  return found;
}

/** Lower-case names of all stages that are asked for by name. */
export function referencedTargets(project: Project): ReadonlySet<string> {
  const names = new Set<string>();
  if (!project.repository) return names;
  for (const file of buildingFiles(project.repository)) {
    for (const match of file.text.matchAll(/(?:--target[= ]\s*|\btarget["']?\s*[:=]\s*)["']?([\w.-]+)/g)) {
      if (match[1] !== undefined) names.add(match[1].toLowerCase());
    }
  }
  return names;
}
