package studio.atelier.drill;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoLedger;
import studio.atelier.engine.demo.DemoOptions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// An engine as a process of its own. It prints its address, and obeys words on its input: `restart` forgets queue
/// and history, `ledger` prints what it ran.
final class EngineMain {
    private EngineMain() {}

    public static void main(String[] args) throws IOException {
        var options =
                DemoOptions.in(Path.of(args[0]))
                        .withJobDuration(Duration.ofMillis(Long.parseLong(args[1])))
                        .withPreviewPause(Duration.ofMillis(100));
        try (var server = DemoEngineServer.start(options);
                var input =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            ChildWords.say("address " + server.address());
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                obey(server, line);
            }
        }
        System.exit(0);
    }

    private static void obey(DemoEngineServer server, String word) {
        switch (word) {
            case "restart" -> server.restart();
            case "ledger" -> {
                for (DemoLedger.Executed run : server.ledger().executions()) {
                    ChildWords.say("ran " + run.promptId() + " " + run.outcome());
                }
                ChildWords.say("end");
            }
            default -> throw new IllegalArgumentException(word);
        }
        ChildWords.say("done " + word);
    }
}
