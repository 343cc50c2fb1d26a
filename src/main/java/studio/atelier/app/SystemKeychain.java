package studio.atelier.app;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The keychain of macOS, the credential store of Windows, or the secret service of a Linux desktop. What it throws
/// is logged without the secret and told as "not there": the file in the home takes its place.
final class SystemKeychain implements Keychain {
    private static final Logger LOG = LoggerFactory.getLogger(SystemKeychain.class);

    /// `-Datelier.keychain=off` keeps everything in the file, as tests want it.
    private static final String SWITCH = "atelier.keychain";

    private static final String SERVICE = "Atelier";

    /// A person may have to type a password.
    private static final int PATIENCE_SECONDS = 60;

    private final Keyring keyring;
    private final String prefix;
    private final ExecutorService calls =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("keychain").factory());

    private SystemKeychain(Keyring keyring, String prefix) {
        this.keyring = keyring;
        this.prefix = prefix;
    }

    /// The one of this system, if there is one that works.
    ///
    /// @param home keeps the secrets of several homes apart
    static Optional<Keychain> find(Home home, Map<String, String> environment) {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        // Without a session there is nobody to ask, and asking would wait.
        boolean session = environment.containsKey("DBUS_SESSION_BUS_ADDRESS");
        if (System.getProperty(SWITCH, "").equals("off") || (linux && !session)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SystemKeychain(Keyring.create(), home.folder().toString() + "/"));
        } catch (BackendNotSupportedException | LinkageError e) {
            LOG.info("no keychain: {}", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> get(String name) {
        return call(name, () -> keyring.getPassword(SERVICE, prefix + name));
    }

    @Override
    public boolean put(String name, String secret) {
        return call(
                        name,
                        () -> {
                            keyring.setPassword(SERVICE, prefix + name, secret);
                            return keyring.getPassword(SERVICE, prefix + name);
                        })
                .filter(secret::equals)
                .isPresent();
    }

    @Override
    public void remove(String name) {
        var _ =
                call(
                        name,
                        () -> {
                            keyring.deletePassword(SERVICE, prefix + name);
                            return "";
                        });
    }

    private Optional<String> call(String name, Callable<String> work) {
        var call = calls.submit(work);
        try {
            return Optional.ofNullable(call.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            boolean usual = e.getCause() instanceof PasswordAccessException;
            LOG.info("the keychain says no to {}{}", name, usual ? "" : ": " + e.getCause());
            return Optional.empty();
        } catch (TimeoutException e) {
            call.cancel(true);
            LOG.info("the keychain does not answer");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
