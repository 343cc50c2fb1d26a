package studio.atelier.app;

import studio.atelier.db.Database;
import studio.atelier.gallery.move.MoveReport;
import studio.atelier.gallery.move.StoreMove;
import studio.atelier.gallery.move.StoreMoves;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.StorageEnvironment;
import studio.atelier.storage.StorageSettings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Opens the two stores that the words of a move name, and moves.
final class MoveBetweenStores implements StoreMoves {
    private static final String FOLDER = "folder";
    private static final String S3 = "s3";

    private final Home home;
    private final StudioEnvironment environment;
    private final Database database;

    MoveBetweenStores(Home home, StudioEnvironment environment, Database database) {
        this.home = home;
        this.environment = environment;
        this.database = database;
    }

    @Override
    public MoveReport move(Request request, Progress progress) {
        StorageSettings to = place("--to", request.to(), request.env());
        StorageSettings from =
                request.from()
                        .map(words -> place("--from", words, request.env()))
                        .orElseGet(() -> source(to));
        if (from.equals(to)) {
            throw invalid("--to", request.to(), "expected.other-store");
        }
        try (var source = OpenStore.of(from);
                var target = OpenStore.of(to)) {
            return new StoreMove(
                            source.store(),
                            target.store(),
                            new StoreMove.Place(
                                    database,
                                    home.identity(),
                                    home.spool().resolve("move"),
                                    InstantSource.system()))
                    .run(request.deletesSource(), progress);
        }
    }

    /// Where the pictures are; the home when the settings name the target already.
    private StorageSettings source(StorageSettings to) {
        return environment.store().filter(store -> !store.equals(to)).orElseGet(home::pictures);
    }

    private StorageSettings place(String option, String words, Optional<Path> env) {
        if (words.equals(S3)) {
            return s3(env);
        }
        if (words.equals(FOLDER)) {
            return home.pictures();
        }
        if (words.startsWith(FOLDER + ":") && words.length() > FOLDER.length() + 1) {
            return folder(option, words.substring(FOLDER.length() + 1));
        }
        throw invalid(option, words, "expected.store");
    }

    private StorageSettings s3(Optional<Path> env) {
        Optional<StorageSettings.S3> named =
                env.isPresent()
                        ? new StorageEnvironment(DotEnv.readAnothers(env.get())).s3()
                        : environment.s3();
        return named.orElseThrow(() -> invalid("S3_ENDPOINT", "", "expected.s3-address"));
    }

    private static StorageSettings folder(String option, String path) {
        try {
            return new StorageSettings.Folder(Path.of(path).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw invalid(option, path, "expected.folder");
        }
    }

    private static StudioException invalid(String option, String words, String expected) {
        return new StudioException(
                Problem.of(Kind.SETTING_INVALID, option, words, Problem.words(expected)));
    }
}
