package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.JobStore;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.storage.DurableFile;
import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pictures that came whole from an engine and whose job is not committed yet. They outlive the process, and
/// all processes of a home share them: what was downloaded once need not be asked of the engine again, which may
/// have forgotten it meanwhile.
///
/// The name of a file says all there is to know: its job, the engine's id of the sending, and which of how many
/// pictures it is. So a set is complete or it is not, whenever the power goes. Safe to share between threads and
/// processes.
public final class KeptPictures {
    private static final Logger LOG = LoggerFactory.getLogger(KeptPictures.class);
    private static final Pattern NAME =
            Pattern.compile("job-(\\d{1,9})_([\\w-]+)_(\\d{1,6})-of-(\\d{1,6})\\.(\\w+)");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Path folder;

    /// @param spool the home's folder of files on their way
    public KeptPictures(Path spool) {
        this.folder = spool.resolve("kept");
    }

    /// A picture that is kept.
    ///
    /// @param ordinal 0 for the first
    /// @param count how many pictures its sending made
    public record Kept(Path file, JobId job, String prompt, int ordinal, int count) {
        public String name() {
            return String.valueOf(file.getFileName());
        }

        /// Of which of its job's sendings it came: the last one, or an earlier one while the job has no pictures. One
        /// that is none of them is of another database, or comes too late.
        ///
        /// @throws studio.atelier.model.StudioException when the database is out of reach
        public Optional<PromptId> sending(Job of, JobStore jobs) {
            Optional<PromptId> last = of.promptId().filter(this::isOf);
            return last.isPresent() || of.status() == JobStatus.COMPLETED
                    ? last
                    : jobs.earlierPrompts(of.id()).stream().filter(this::isOf).findFirst();
        }

        /// Whether it came of this sending.
        boolean isOf(PromptId other) {
            return prompt.equals(safe(other));
        }
    }

    /// Takes a verified file over; afterwards it survives whatever happens to process and power.
    ///
    /// @param part a file on the same disk, which is gone afterwards
    /// @return where it lies from now on
    Path keep(Path part, JobId job, PromptId prompt, int ordinal, int count, String extension)
            throws IOException {
        String name =
                "job-%s_%s_%d-of-%d.%s".formatted(job, safe(prompt), ordinal + 1, count, extension);
        Path file = folder.resolve(name);
        DurableFile.move(part, file);
        return file;
    }

    Optional<Kept> find(PromptId prompt, int ordinal, int count) {
        return of(prompt).stream()
                .filter(kept -> kept.ordinal() == ordinal && kept.count() == count)
                .findFirst();
    }

    /// How many pictures a sending made, when all of them are here.
    OptionalInt whole(PromptId prompt) {
        List<Kept> kept = of(prompt);
        return kept.stream()
                .mapToInt(Kept::count)
                .filter(
                        count ->
                                kept.stream()
                                                .filter(one -> one.count() == count)
                                                .map(Kept::ordinal)
                                                .filter(ordinal -> ordinal < count)
                                                .distinct()
                                                .count()
                                        == count)
                .findFirst();
    }

    /// Forgets the pictures of a sending whose job is committed.
    void release(PromptId prompt) {
        of(prompt).forEach(kept -> Spool.delete(kept.file()));
    }

    /// Everything that is kept, in no particular order.
    public List<Kept> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Kept> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> kept(file).ifPresent(all::add));
        } catch (IOException e) {
            LOG.warn("the kept pictures cannot be listed", e);
        }
        return all;
    }

    private List<Kept> of(PromptId prompt) {
        return all().stream().filter(kept -> kept.isOf(prompt)).toList();
    }

    private static Optional<Kept> kept(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                ? Optional.of(
                        new Kept(
                                file,
                                new JobId(Integer.parseInt(name.group(1))),
                                name.group(2),
                                Integer.parseInt(name.group(3)) - 1,
                                Integer.parseInt(name.group(4))))
                : Optional.empty();
    }

    /// An engine that chooses its own ids may send anything: it never becomes a path.
    private static String safe(PromptId prompt) {
        return SAFE.matcher(prompt.value()).matches()
                ? prompt.value()
                : Hashes.sha256(prompt.value());
    }
}
