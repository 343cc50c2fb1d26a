package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;
import studio.atelier.db.AuditStore.Owner;
import studio.atelier.db.NewImage;
import studio.atelier.model.StudioException;
import studio.atelier.queue.PictureTexts;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.image.PictureCheck;
import studio.atelier.storage.image.PictureHeader;
import studio.atelier.storage.image.PictureMetadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells whose picture an object is, by what is written in the picture itself. A name alone proves nothing:
/// another client counts too.
final class Evidence {
    private static final Pattern SEED = Pattern.compile("\\bSeed: (\\d{1,18})");

    private final StoredBytes bytes;
    private final AuditStore rows;

    Evidence(StoredBytes bytes, AuditStore rows) {
        this.bytes = bytes;
        this.rows = rows;
    }

    /// A whole picture of this job.
    record Match(Owner owner, NewImage image) {}

    /// Whether the object is a whole picture that this job made.
    Optional<Match> belongsTo(String key, Owner owner) {
        return bytes.look(
                key, file -> isOf(file, key, owner) ? match(file, key, owner) : Optional.empty());
    }

    /// Looks for a job that made the picture and has none, by the seed in the picture.
    Optional<Match> search(String key) {
        return bytes.look(key, file -> search(key, file));
    }

    private Optional<Match> search(String key, Path file) {
        Optional<Long> seed = PictureMetadata.read(file, key).parameters().flatMap(Evidence::seed);
        if (seed.isEmpty()) {
            return Optional.empty();
        }
        return rows.ownersBySeed(seed.get()).stream()
                .filter(StrayObjects::lacksPicture)
                .filter(owner -> isOf(file, key, owner))
                .findFirst()
                .flatMap(owner -> match(file, key, owner));
    }

    /// By the settings that the studio writes, or by the graph that the engine writes.
    private static boolean isOf(Path file, String key, Owner owner) {
        PictureMetadata written = PictureMetadata.read(file, key);
        PictureHeader header = PictureCheck.header(file, key);
        String label = PictureTexts.label(owner.job(), owner.recipe(), header).text();
        boolean saysSo = written.parameters().filter(label::equals).isPresent();
        boolean wasSent =
                owner.job()
                        .promptId()
                        .flatMap(prompt -> written.prompt().filter(g -> g.contains(prompt.value())))
                        .isPresent();
        return saysSo || wasSent;
    }

    private static Optional<Match> match(Path file, String key, Owner owner) {
        try {
            PictureHeader header = PictureCheck.output(file, key);
            return Optional.of(
                    new Match(
                            owner,
                            new NewImage(
                                    owner.ordinal(),
                                    key,
                                    Hashes.sha256(file),
                                    header.width(),
                                    header.height(),
                                    Files.size(file))));
        } catch (IOException | StudioException e) {
            // A torn file is nobody's picture.
            return Optional.empty();
        }
    }

    private static Optional<Long> seed(String parameters) {
        Matcher last = SEED.matcher(parameters);
        Optional<Long> seed = Optional.empty();
        while (last.find()) {
            seed = Optional.of(Long.parseLong(last.group(1)));
        }
        return seed;
    }
}
