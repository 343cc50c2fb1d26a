package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.engine.OutputFile;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;
import studio.atelier.plan.GraphTemplate;
import studio.atelier.plan.SavedFiles;
import studio.atelier.queue.Fetcher.Place;
import studio.atelier.storage.image.PictureHeader;
import studio.atelier.storage.image.PictureMetadata;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks in an engine's output folder for the pictures of a sending that the engine has forgotten, by the prefix
/// that no other sending has. Safe to share between threads.
final class SavedPictures {
    private static final Logger LOG = LoggerFactory.getLogger(SavedPictures.class);
    private static final int MOST = 1_000;

    private final Fetcher fetcher;

    SavedPictures(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /// Afterwards all pictures of the sending are kept, or none is.
    ///
    /// @return whether they were there, whole and ours
    boolean bringHome(HeldJob held) {
        List<Found> found = new ArrayList<>();
        try {
            for (SavedFiles files : filesOf(held)) {
                int before = found.size();
                Optional<Found> next = next(held, files, found.size(), before);
                while (next.isPresent() && found.size() < MOST) {
                    found.add(next.get());
                    next = next(held, files, found.size(), before);
                }
                if (found.size() - before < files.atLeast()) {
                    return false;
                }
            }
            for (int i = 0; i < found.size(); i++) {
                Found one = found.get(i);
                var place = new Place(i, found.size());
                Path kept = fetcher.keep(held, one.part(), place, one.header());
                LOG.info("job {}: {} was found by its name", held.id(), kept.getFileName());
            }
        } finally {
            found.forEach(one -> Spool.delete(one.part()));
        }
        return !found.isEmpty();
    }

    private static List<SavedFiles> filesOf(HeldJob held) {
        var recipe = held.recipe();
        var template = GraphTemplate.parse(recipe.workflowName(), recipe.graph());
        PromptId prompt = held.prompt().orElseThrow();
        return SavedFiles.of(template, Sender.variables(held, recipe.loraFile(), "", prompt));
    }

    /// @param sofar pictures found, `before` of them of other prefixes
    private Optional<Found> next(HeldJob held, SavedFiles files, int sofar, int before) {
        String name = files.filename(sofar - before + 1);
        Path part = fetcher.part(held, sofar);
        Optional<PictureHeader> header = fetched(held, files, name, part);
        if (header.isPresent() && isOurs(held, part, name)) {
            return header.map(read -> new Found(part, read));
        }
        Spool.delete(part);
        return Optional.empty();
    }

    private Optional<PictureHeader> fetched(
            HeldJob held, SavedFiles files, String name, Path part) {
        try {
            var output = new OutputFile("", name, files.subfolder(), "output");
            return Optional.of(fetcher.download(held, output, part).header());
        } catch (StudioException e) {
            boolean missing = e.problem().code().equals(Kind.OUTPUT_MISSING.code());
            if (missing || Fetcher.isUnreadable(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// A picture that tells the graph it was made by has to tell ours, with the id in its prefix.
    private static boolean isOurs(HeldJob held, Path part, String name) {
        String prompt = held.prompt().orElseThrow().value();
        return PictureMetadata.read(part, name)
                .prompt()
                .map(graph -> graph.contains(prompt))
                .orElse(true);
    }

    private record Found(Path part, PictureHeader header) {}
}
