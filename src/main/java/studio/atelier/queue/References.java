package studio.atelier.queue;

import studio.atelier.db.ClaimedJob.Recipe;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.PictureCheck;
import studio.atelier.storage.image.PictureHeader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Brings a job's reference within reach of an upload: as it lies in a folder, or as a temporary copy. Safe to
/// share between threads.
final class References {
    private final ObjectStore store;
    private final Path spool;

    References(ObjectStore store, Path spool) {
        this.store = store;
        this.spool = spool;
    }

    /// @throws StudioException `REFERENCE_MISSING`, `REFERENCE_UNREADABLE`, `REFERENCE_TOO_LARGE`, or what the
    ///     store says
    Prepared prepare(JobId job, Recipe recipe) {
        Optional<Path> local = local(recipe);
        Path file = local.orElseGet(() -> copy(job, recipe));
        boolean temporary = local.isEmpty();
        try {
            PictureHeader header = PictureCheck.usableReference(file, recipe.referenceName());
            // Named by content: equal pictures are uploaded under one name.
            String name = Hashes.sha256(file) + "." + header.format().extension();
            return new Prepared(file, name, temporary);
        } catch (StudioException e) {
            new Prepared(file, "", temporary).close();
            throw e;
        } catch (IOException e) {
            new Prepared(file, "", temporary).close();
            throw unreadable(recipe, e);
        }
    }

    private Optional<Path> local(Recipe recipe) {
        Optional<Path> file;
        try {
            file = store.localFile(Bucket.REFERENCES, recipe.referencePath());
        } catch (StudioException e) {
            throw missing(recipe, e);
        }
        if (file.filter(Files::notExists).isPresent()) {
            throw new StudioException(Problem.of(Kind.REFERENCE_MISSING, recipe.referenceName()));
        }
        return file;
    }

    private Path copy(JobId job, Recipe recipe) {
        Path target = spool.resolve("reference-" + job + ".part");
        boolean whole = false;
        try (InputStream in = store.open(Bucket.REFERENCES, recipe.referencePath())) {
            Files.createDirectories(spool);
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            whole = true;
            return target;
        } catch (StudioException e) {
            throw missing(recipe, e);
        } catch (IOException e) {
            throw unreadable(recipe, e);
        } finally {
            if (!whole) {
                Spool.delete(target);
            }
        }
    }

    /// The store speaks of keys; a person knows the reference by its name.
    private static StudioException missing(Recipe recipe, StudioException e) {
        if (e.problem().code().equals(Kind.OBJECT_MISSING.code())) {
            return new StudioException(
                    Problem.detailed(
                            Kind.REFERENCE_MISSING, e.problem().sentence(), recipe.referenceName()),
                    e);
        }
        return e;
    }

    private static StudioException unreadable(Recipe recipe, IOException e) {
        String why = String.valueOf(e.getMessage());
        return new StudioException(
                Problem.detailed(
                        Kind.REFERENCE_UNREADABLE, e.toString(), recipe.referenceName(), why),
                e);
    }

    /// @param uploadName to ask the engine for
    /// @param temporary whether the file goes when this is closed
    record Prepared(Path file, String uploadName, boolean temporary) implements AutoCloseable {
        @Override
        public void close() {
            if (temporary) {
                Spool.delete(file);
            }
        }
    }
}
