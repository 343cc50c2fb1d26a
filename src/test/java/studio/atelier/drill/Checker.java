package studio.atelier.drill;

import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.image.PictureCheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Asserts after a drill what must hold after any: from the database, the object store and the engines' own
/// ledgers. It explains what it found.
final class Checker {
    private static final String ROWS =
            """
            select j.id, j.status, coalesce(j.error_message, '') as error, j.seed,
                coalesce(j.runpod_job_id, '') as prompt, i.ordinal, i.storage_path, i.sha256, i.bytes
            from generation_jobs j left join generated_images i on i.job_id = j.id
            order by j.id, i.ordinal
            """;

    private final DrillWorld world;
    private final List<String> lost = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    Checker(DrillWorld world) {
        this.world = world;
    }

    /// What a drill left behind.
    ///
    /// @param lost jobs or pictures that are gone or unreadable
    /// @param doubled rows, objects or runs that are there twice
    /// @param wrong states that nothing explains
    /// @param extraRuns how often engines ran more than once for a job
    record Findings(
            int jobs, List<String> lost, List<String> doubled, List<String> wrong, int extraRuns) {
        boolean isClean() {
            return lost.isEmpty() && doubled.isEmpty() && wrong.isEmpty();
        }
    }

    private record Row(
            int job,
            String status,
            String error,
            long seed,
            String prompt,
            Optional<String> path,
            String sha256,
            long bytes) {}

    /// All jobs are to be completed, each with one picture.
    ///
    /// @param runs what the engines ran
    Findings check(List<EngineProcess.Run> runs) throws IOException {
        List<Row> rows = rows();
        Set<Integer> jobs = new HashSet<>();
        Map<String, Integer> paths = new HashMap<>();
        Map<String, Integer> contents = new HashMap<>();
        Map<String, Integer> sendings = new HashMap<>();
        for (Row row : rows) {
            if (jobs.add(row.job())) {
                unique("sending " + row.prompt(), sendings, row.prompt(), row.job());
            } else {
                doubled.add("job " + row.job() + " has more than one picture");
            }
            state(row);
            row.path().ifPresent(path -> unique("object " + path, paths, path, row.job()));
            if (row.path().isPresent()) {
                unique("content of job " + row.job(), contents, row.sha256(), row.job());
                picture(row, row.path().get());
            }
        }
        orphans(paths.keySet());
        int extra = extraRuns(runs, sendings);
        return new Findings(
                jobs.size(), List.copyOf(lost), List.copyOf(doubled), List.copyOf(wrong), extra);
    }

    private void state(Row row) {
        if (!row.status().equals("completed")) {
            wrong.add("job %d is %s: %s".formatted(row.job(), row.status(), row.error()));
        } else if (row.path().isEmpty()) {
            lost.add("job " + row.job() + " is completed and has no picture");
        }
    }

    private void unique(String what, Map<String, Integer> seen, String key, int job) {
        Integer other = seen.put(key, job);
        if (other != null) {
            doubled.add("%s also belongs to job %d".formatted(what, other));
        }
    }

    private void picture(Row row, String key) throws IOException {
        Optional<Path> file = world.picture(key);
        if (file.isEmpty()) {
            lost.add("job %d: there is no object %s".formatted(row.job(), key));
            return;
        }
        if (Files.size(file.get()) != row.bytes()
                || !Hashes.sha256(file.get()).equals(row.sha256())) {
            lost.add("job %d: %s holds other bytes than recorded".formatted(row.job(), key));
        }
        try {
            PictureCheck.output(file.get(), key);
        } catch (StudioException e) {
            lost.add("job %d: %s".formatted(row.job(), e.getMessage()));
        }
        String text = Files.readString(file.get(), StandardCharsets.ISO_8859_1);
        if (!text.contains(String.valueOf(row.seed()))) {
            wrong.add("job %d: %s was made with another seed".formatted(row.job(), key));
        }
    }

    private void orphans(Set<String> known) {
        try (var objects = world.store().list(Bucket.GENERATED)) {
            objects.map(object -> object.key())
                    .filter(key -> !known.contains(key))
                    .forEach(key -> wrong.add("object " + key + " has no row"));
        }
    }

    /// An engine ran each job's own sending: to the end, or until a restart made it forget a run whose picture it had
    /// saved already, which is found by its name.
    private int extraRuns(List<EngineProcess.Run> runs, Map<String, Integer> sendings) {
        Map<String, Integer> succeeded = new HashMap<>();
        Set<String> forgotten = new HashSet<>();
        for (EngineProcess.Run run : runs) {
            if (run.outcome().equals("lost")) {
                forgotten.add(run.prompt());
            } else if (run.outcome().equals("success")
                    && succeeded.merge(run.prompt(), 1, Integer::sum) > 1) {
                doubled.add("an engine ran the prompt " + run.prompt() + " twice");
            }
        }
        int useful = 0;
        for (var sending : sendings.entrySet()) {
            String prompt = sending.getKey();
            if (succeeded.containsKey(prompt)) {
                useful++;
            } else if (!forgotten.contains(prompt)) {
                wrong.add("job %d: no engine ran %s".formatted(sending.getValue(), prompt));
            }
        }
        return succeeded.values().stream().mapToInt(Integer::intValue).sum() - useful;
    }

    private List<Row> rows() {
        return world.database()
                .read(
                        handle ->
                                handle.createQuery(ROWS)
                                        .map(
                                                (row, _) ->
                                                        new Row(
                                                                row.getInt("id"),
                                                                row.getString("status"),
                                                                row.getString("error"),
                                                                row.getLong("seed"),
                                                                row.getString("prompt"),
                                                                Optional.ofNullable(
                                                                        row.getString(
                                                                                "storage_path")),
                                                                Optional.ofNullable(
                                                                                row.getString(
                                                                                        "sha256"))
                                                                        .orElse(""),
                                                                row.getLong("bytes")))
                                        .list());
    }
}
