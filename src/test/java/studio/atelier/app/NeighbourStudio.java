package studio.atelier.app;

import studio.atelier.captions.CaptionOrder;
import studio.atelier.captions.StopSignal;
import studio.atelier.drill.ChildWords;
import studio.atelier.gallery.move.StoreMoves;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.StudioException;
import studio.atelier.storage.image.ImageIoJpegDecoder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A studio without a window as a process of its own, which does what it is told, a line for each: `import FOLDER`,
/// `caption`, `move FROM TO`, `engine NAME`. It answers `done` with what it did, or the codes of problems.
public final class NeighbourStudio {
    private final Home home;
    private final Core core;

    private NeighbourStudio(Home home, Core core) {
        this.home = home;
        this.core = core;
    }

    public static void main(String[] args) throws IOException {
        var home = new Home(Path.of(args[0]));
        try (Core core =
                Core.open(home, StudioEnvironment.of(System.getenv()), new ImageIoJpegDecoder())) {
            ChildWords.say("ready " + home.identity());
            var studio = new NeighbourStudio(home, core);
            var lines =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ChildWords.say("done " + studio.answer(line.split(" ", -1)));
            }
        }
        System.exit(0);
    }

    private String answer(String[] words) {
        try {
            return switch (words[0]) {
                case "import" -> bringIn(Path.of(words[1]));
                case "caption" -> caption();
                case "move" -> move(words[1], words[2]);
                case "engine" -> engine(words[1]);
                default -> throw new IllegalArgumentException(words[0]);
            };
        } catch (StudioException e) {
            return e.problem().code();
        }
    }

    private String bringIn(Path folder) {
        var report = core.library().importFolder(folder, (_, _) -> {});
        return report.imported().size()
                + " "
                + report.duplicates().size()
                + " "
                + codes(report.refused());
    }

    /// The ids of those that it wrote.
    private String caption() {
        var order =
                new CaptionOrder(
                        home.captions(System.getenv()).orElseThrow(),
                        core.library().references(),
                        "What is it?",
                        false);
        var report = core.captioner().caption(order, _ -> {}, new StopSignal());
        return report.written().recaptioned().stream()
                .map(each -> each.id())
                .map(ReferenceId::value)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    private String move(String from, String to) {
        var request = new StoreMoves.Request(Optional.of(from), to, Optional.empty(), true);
        return codes(core.storeMoves().move(request, (_, _) -> {}).problems());
    }

    private String engine(String name) {
        var launcher = new Launcher(System.getenv());
        return String.valueOf(
                launcher.run(
                        List.of(
                                "engines",
                                "add",
                                name,
                                "--address",
                                "http://127.0.0.1:9000",
                                "--home",
                                home.folder().toString())));
    }

    private static String codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).collect(Collectors.joining(" "));
    }
}
