import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.regex.*;
import org.gradle.api.Project;
import org.gradle.api.Task;
import org.gradle.api.internal.project.ProjectInternal;
import org.gradle.api.tasks.Sync;
import org.gradle.api.tasks.bundling.AbstractArchiveTask;
import org.gradle.testfixtures.ProjectBuilder;

/**
 * Gradle's own evaluation of build files, without a distribution: a line `folder, tab, tasks` of standard input in, the
 * paths out that the enabled archive and install tasks among the asked ones and all they depend on will make, one line
 * a folder. Settings (names and includes), plugins of other ids than Gradle's and gradle.properties are handed to
 * ProjectBuilder here, since it reads none of them; everything else is the evaluation of the build files by Gradle.
 */
public class ArchiveNames {
  public static void main(String[] arguments) throws Exception {
    int status = 0;
    for (String line : new String(System.in.readAllBytes()).split("\n")) {
      String[] parts = line.split("\t");
      try {
        System.out.println("made\t" + String.join(" ", madeBy(Path.of(parts[0]), parts[1].split(" "))));
      } catch (Throwable problem) {
        problem.printStackTrace();
        System.out.println("made\tfailed: " + problem);
        status = 1;
      }
    }
    System.exit(status);
  }

  static Collection<String> madeBy(Path folder, String[] words) throws Exception {
    String settings = text(folder.resolve("settings.gradle"));
    Matcher name = Pattern.compile("rootProject\\.name\\s*=\\s*['\"](.+?)['\"]").matcher(settings);
    Project root =
        ProjectBuilder.builder()
            .withProjectDir(folder.toFile())
            .withName(name.find() ? name.group(1) : folder.getFileName().toString())
            .build();
    List<Project> projects = new ArrayList<>(List.of(root));
    Matcher includes = Pattern.compile("include\\s+(.*)").matcher(settings);
    while (includes.find())
      for (String path : includes.group(1).replaceAll("['\" ]", "").split(","))
        projects.add(
            ProjectBuilder.builder()
                .withParent(root)
                .withProjectDir(folder.resolve(path).toFile())
                .withName(path)
                .build());
    Properties properties = new Properties();
    properties.load(new java.io.StringReader(text(folder.resolve("gradle.properties"))));
    for (Project project : projects)
      for (String key : properties.stringPropertyNames()) {
        String value = properties.getProperty(key);
        if (key.equals("version")) project.setVersion(value);
        else project.getExtensions().getExtraProperties().set(key, value);
      }
    for (Project project : projects) {
      Path file = project.getProjectDir().toPath().resolve("build.gradle");
      Matcher block = Pattern.compile("plugins\\s*\\{(.*?)\\}", Pattern.DOTALL).matcher(text(file));
      if (block.find()) {
        Matcher id = Pattern.compile("id\\s*\\(?['\"](.+?)['\"]").matcher(block.group(1));
        while (id.find()) project.getPluginManager().apply(id.group(1));
        Files.writeString(file, block.replaceFirst(""));
      }
      ((ProjectInternal) project).evaluate();
    }
    Set<Task> excluded = new HashSet<>();
    Deque<Task> open = new ArrayDeque<>();
    for (int at = 0; at < words.length; at++) {
      if (words[at].startsWith("-P")) continue;
      boolean out = words[at].equals("-x");
      String word = out ? words[++at] : words[at];
      for (Project project : projects) {
        String task = word.substring(word.lastIndexOf(':') + 1);
        boolean here = !word.contains(":") || (project.getPath() + ":" + task).replace("::", ":").equals(word);
        Task found = here ? project.getTasks().findByName(task) : null;
        if (found != null) (out ? excluded : open).add(found);
      }
    }
    Set<Task> reached = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      Task task = open.poll();
      if (excluded.contains(task) || !reached.add(task)) continue;
      open.addAll(task.getTaskDependencies().getDependencies(task));
      open.addAll(task.getFinalizedBy().getDependencies(task));
    }
    Set<String> made = new TreeSet<>();
    for (Task task : reached) {
      if (!task.getEnabled()) continue;
      if (task instanceof AbstractArchiveTask archive)
        made.add(relative(folder, archive.getArchiveFile().get().getAsFile()));
      else if (task instanceof Sync sync && task.getName().startsWith("install"))
        made.add(relative(folder, sync.getDestinationDir()) + "/");
    }
    return made;
  }

  static String relative(Path folder, File file) {
    return folder.toFile().toURI().relativize(file.toURI()).getPath().replaceAll("/$", "");
  }

  static String text(Path file) throws Exception {
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
