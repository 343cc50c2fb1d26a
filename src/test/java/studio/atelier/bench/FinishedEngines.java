package studio.atelier.bench;

import static org.awaitility.Awaitility.await;

import studio.atelier.db.ClaimedJob;
import studio.atelier.engine.Engine;
import studio.atelier.engine.Submission;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.JobDraft;
import studio.atelier.model.PromptId;
import studio.atelier.plan.Planner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Engines that finished everything a studio sent them before it died: its jobs wait to be taken over.
///
/// @param folders of the engines, in the same order
record FinishedEngines(
        List<DemoEngineServer> servers, List<Engine> clients, List<Path> folders, int each) {
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final int VARIATIONS = 5;
    private static final String GONE = "gone";

    /// @param each jobs of one engine, a multiple of five
    /// @param pictures put in place of what the engines painted, over and over
    static FinishedEngines prepare(
            BenchStudio studio, Path folder, int engines, int each, List<Path> pictures)
            throws IOException {
        int references = engines * each / VARIATIONS;
        studio.importReferences(references);
        studio.importWorkflow(0.02);
        BatchPlan plan = studio.plan(references, VARIATIONS);
        studio.stores().batches().insert(plan);
        var finished =
                new FinishedEngines(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), each);
        for (int i = 0; i < engines; i++) {
            finished.start(studio, folder.resolve("finished" + i));
            finished.send(studio, plan, i);
        }
        await().atMost(Duration.ofMinutes(3)).until(() -> finished.runs() == engines * each);
        studio.stores().claims().expireEarlier(GONE, Set.of());
        int number = 0;
        for (Path itsFolder : finished.folders) {
            for (Path file : EngineOutputs.files(itsFolder)) {
                Files.delete(file);
                Files.createLink(file, pictures.get(number++ % pictures.size()));
            }
        }
        return finished;
    }

    private void start(BenchStudio studio, Path folder) {
        var options = DemoOptions.in(folder).withJobDuration(Duration.ofMillis(1));
        // What they paint is thrown away.
        DemoEngineServer server = studio.server(options.withPreviewPause(Duration.ofHours(1)));
        servers.add(server);
        clients.add(studio.client(server));
        folders.add(folder);
    }

    /// As the dispatcher does it.
    private void send(BenchStudio studio, BatchPlan plan, int number) {
        var stores = studio.stores();
        Engine engine = clients.get(number);
        List<ClaimedJob> jobs = stores.claims().claim(engine.name(), GONE + ":1", LEASE, each);
        for (int i = 0; i < jobs.size(); i++) {
            JobDraft job = plan.jobs().get(number * each + i);
            String graph =
                    Planner.graph(plan.request(), job, plan.request().model().loraFile(), "input");
            var prompt = PromptId.random();
            var input =
                    new Submission.InputFile(
                            "input", studio.file(job.reference()), job.reference().filename());
            var lease = jobs.get(i).lease();
            var _ = stores.leases().beginSending(lease, prompt, LEASE).orElseThrow();
            engine.submit(new Submission(prompt, graph, List.of(input)));
            var _ = stores.leases().submitted(lease, prompt).orElseThrow();
        }
    }

    /// How many prompts the engines ran to the end.
    int runs() {
        return servers.stream().mapToInt(server -> server.ledger().executions().size()).sum();
    }

    /// Where to get every picture of all engines.
    List<URI> addresses() throws IOException {
        List<URI> all = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            all.addAll(EngineOutputs.addresses(servers.get(i).address(), folders.get(i)));
        }
        return all;
    }

    /// Downloads every picture, each engine's on a thread of its own.
    ///
    /// @return milliseconds
    double download(Path to) throws Exception {
        List<Callable<Integer>> loops = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            Path own = Files.createDirectories(to.resolve("engine" + i));
            URI address = servers.get(i).address();
            List<URI> pictures = EngineOutputs.addresses(address, folders.get(i));
            loops.add(() -> download(pictures, own));
        }
        try (var threads = Executors.newFixedThreadPool(servers.size())) {
            long begun = System.nanoTime();
            int count = 0;
            for (Future<Integer> loop : threads.invokeAll(loops)) {
                count += loop.get();
            }
            double millis = Figures.since(begun);
            if (count != servers.size() * each) {
                throw new IllegalStateException("there are " + count + " pictures");
            }
            return millis;
        }
    }

    private static int download(List<URI> pictures, Path to)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            int count = 0;
            for (URI picture : pictures) {
                var request = HttpRequest.newBuilder(picture).build();
                Path file = to.resolve(count++ + ".png");
                if (http.send(request, BodyHandlers.ofFile(file)).statusCode() != 200) {
                    throw new IOException("no picture at " + picture);
                }
            }
            return count;
        }
    }
}
