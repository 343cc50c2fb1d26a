package studio.atelier.drill.sim;

import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore.ObjectInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Holds what a run left in database, store and spool against what the engine's ledger and the plan say:
/// nothing lost, nothing doubled, no lie, and everything came to an end.
final class SimChecker {
    private final SimWorld.Remains remains;
    private final List<String> lost = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> keysOfRows = new HashSet<>();

    SimChecker(SimWorld.Remains remains) {
        this.remains = remains;
    }

    /// What is not as it should be, by kind; all empty when the run is good.
    record Verdict(List<String> lost, List<String> doubled, List<String> wrong) {
        boolean isGood() {
            return lost.isEmpty() && doubled.isEmpty() && wrong.isEmpty();
        }
    }

    Verdict verdict() throws IOException {
        for (int job = 0; job < remains.jobs().size(); job++) {
            check(job);
        }
        checkObjects();
        checkSpool();
        return new Verdict(lost, doubled, wrong);
    }

    private void check(int number) throws IOException {
        Job job = remains.stores().jobs().find(remains.jobs().get(number)).orElseThrow();
        String name = "job " + number + " (" + job.id() + ")";
        List<GeneratedImage> images = remains.stores().images().imagesOf(job.id());
        Ledger ledger = remains.ledger();
        switch (job.status()) {
            case QUEUED, PROCESSING -> lost.add(name + " never ended: " + job);
            case COMPLETED -> checkPictures(number, name, images);
            case CANCELLED -> {
                if (!ledger.isCancelAsked(number)) {
                    wrong.add(name + " is cancelled, and nobody asked for it");
                }
            }
            case FAILED -> {
                String code = job.problem().map(problem -> problem.code()).orElse("no reason");
                if (!ledger.mayFailWith(number).contains(code)) {
                    lost.add(name + " failed with " + code + ", which nothing explains: " + job);
                }
                if (job.cancelRequestedAt().isPresent()) {
                    wrong.add(name + " failed (" + code + ") after it was cancelled");
                }
            }
        }
        if (!job.status().isFinal() || job.status() != studio.atelier.model.JobStatus.COMPLETED) {
            if (!images.isEmpty()) {
                wrong.add(name + " is " + job.status() + " and has pictures");
            }
        }
        int allowed = 1 + ledger.excuses(number).size();
        if (ledger.runs(number) > allowed) {
            doubled.add(
                    name
                            + " ran "
                            + ledger.runs(number)
                            + " times, and only this excuses it: "
                            + ledger.excuses(number));
        }
    }

    private void checkPictures(int number, String name, List<GeneratedImage> images)
            throws IOException {
        int expected = remains.plan().jobs().get(number).pictures();
        if (images.size() != expected) {
            lost.add(name + " has " + images.size() + " pictures of " + expected);
        }
        for (int ordinal = 0; ordinal < images.size(); ordinal++) {
            GeneratedImage image = images.get(ordinal);
            if (image.ordinal() != ordinal) {
                wrong.add(name + " has picture " + image.ordinal() + " at " + ordinal);
            }
            if (!keysOfRows.add(image.storagePath())) {
                doubled.add(name + " shares the object " + image.storagePath());
            }
            checkObject(number, name, image);
        }
    }

    private void checkObject(int number, String name, GeneratedImage image) throws IOException {
        Path file =
                remains.store()
                        .localFile(Bucket.GENERATED, image.storagePath())
                        .orElse(Path.of("missing"));
        if (!Files.exists(file)) {
            lost.add(name + " has no object " + image.storagePath());
        } else if (!Hashes.sha256(file).equals(image.sha256())
                || Files.size(file) != image.bytes()) {
            wrong.add(name + ": other bytes than recorded in " + image.storagePath());
        } else if (!SimPictures.shows(file, number, image.ordinal())) {
            wrong.add(name + " has another job's picture in " + image.storagePath());
        }
    }

    private void checkObjects() {
        try (var objects = remains.store().list(Bucket.GENERATED)) {
            objects.map(ObjectInfo::key)
                    .filter(key -> !keysOfRows.contains(key))
                    .forEach(key -> wrong.add("object without a row: " + key));
        }
    }

    private void checkSpool() throws IOException {
        for (int number = 0; number < remains.plan().desktops(); number++) {
            Path spool = remains.folder().resolve("spool-desk" + number);
            try (var files = Files.walk(spool)) {
                files.filter(file -> !file.equals(spool))
                        .filter(file -> !file.startsWith(spool.resolve("quarantine")))
                        // Downloads wait there, and go at a later start when their job has ended.
                        .filter(file -> !file.startsWith(spool.resolve("kept")))
                        .forEach(file -> wrong.add("left in the spool: " + file.getFileName()));
            }
        }
    }
}
