package studio.atelier.app;

import net.harawata.appdirs.AppDirsFactory;

import studio.atelier.captions.CaptionsAddress;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.StorageSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The folder that holds everything of one person: data, logs, settings. `--home`, else `ATELIER_HOME`, else
/// the usual place of the system.
public final class Home {
    static final String VARIABLE = "ATELIER_HOME";

    /// Setting: what the captions service is asked about each picture.
    static final String CAPTION_PROMPT = "captions/prompt";

    private final Path folder;
    private final HomeLock lock;

    public Home(Path folder) {
        this.folder = folder;
        this.lock = new HomeLock(folder.resolve("changes.lock"));
    }

    public Path folder() {
        return folder;
    }

    /// Held while connections or engines change.
    HomeLock lock() {
        return lock;
    }

    public static Home of(Optional<Path> asked, Map<String, String> environment) {
        Path folder =
                asked.or(() -> Optional.ofNullable(environment.get(VARIABLE)).map(Home::path))
                        .orElseGet(Home::usual);
        return new Home(folder.toAbsolutePath().normalize());
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new StudioException(
                    Problem.of(
                            Kind.SETTING_INVALID, VARIABLE, text, Problem.words("expected.folder")),
                    e);
        }
    }

    private static Path usual() {
        return Path.of(AppDirsFactory.getInstance().getUserDataDir("Atelier", null, null));
    }

    /// Makes the folders and proves that they can be written.
    ///
    /// @throws StudioException `HOME_NOT_WRITABLE`
    public void prepare() {
        try {
            Files.createDirectories(logs());
            Files.createDirectories(spool());
            Files.delete(Files.createTempFile(folder, ".write", ".test"));
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    /// A stable name of this home for leases in the database: made once, kept in a file, and free of colons.
    ///
    /// @throws StudioException `HOME_NOT_WRITABLE`
    public String identity() {
        Path file = folder.resolve("desktop-id");
        // Two first starts at once would each make one, and one of them work under a name that is
        // not kept.
        return Files.exists(file) ? identity(file) : lock.holding(() -> identity(file));
    }

    private String identity(Path file) {
        try {
            if (!Files.exists(file)) {
                Path part = Files.createTempFile(folder, ".desktop-id", ".part");
                Files.writeString(part, UUID.randomUUID().toString());
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    StudioException notWritable(IOException e) {
        return new StudioException(
                Problem.detailed(Kind.HOME_NOT_WRITABLE, String.valueOf(e), folder.toString()), e);
    }

    public Path settings() {
        return folder.resolve("settings.json");
    }

    /// Where pictures wait on their way between an engine and the object store.
    public Path spool() {
        return folder.resolve("spool");
    }

    /// Connections that were taken over from elsewhere.
    ConnectionsFile connections() {
        return new ConnectionsFile(
                folder.resolve("connections.env"),
                lock,
                () -> SystemKeychain.find(this, System.getenv()));
    }

    /// The engines that a person set up.
    EnginesFile engines() {
        return new EnginesFile(folder.resolve("engines.json"), lock);
    }

    /// What is connected: as the environment says, else as this home remembers.
    ///
    /// @throws StudioException `SETTING_INVALID`
    StudioEnvironment environment(Map<String, String> variables) {
        return StudioEnvironment.of(connections().under(variables));
    }

    /// The service that captions references, as it is set now.
    ///
    /// @throws StudioException `SETTING_INVALID`
    Optional<CaptionsAddress> captions(Map<String, String> variables) {
        return CaptionsAddress.of(connections().under(variables));
    }

    /// Where pictures are kept when nothing else is asked for.
    public StorageSettings pictures() {
        return new StorageSettings.Folder(folder);
    }

    /// A person's own workflows, as pairs of files.
    public Path workflows() {
        return folder.resolve("workflows");
    }

    public Path thumbnails() {
        return folder.resolve("thumbnails");
    }

    public Path demoEngine() {
        return folder.resolve("demo-engine");
    }

    /// There while a second start asks for the window of the first.
    public Path windowCall() {
        return folder.resolve("window.call");
    }

    /// Held locked while a window is open.
    public Path windowLock() {
        return folder.resolve("window.lock");
    }
}
