package studio.atelier.drill.hostile;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.LoggerFactory;

import studio.atelier.engine.SubmissionUnclear;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A password planted in the engine's address, and every place where it must not turn up. Listens to the log
/// while it is open. Safe to share between threads.
final class Secrets implements AutoCloseable {
    private static final String USER = "planted";
    private static final String PASSWORD = "S3cret-canary-42";

    private final List<String> forms =
            List.of(
                    PASSWORD,
                    Base64.getEncoder()
                            .encodeToString(
                                    (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    private final Logger ours = (Logger) LoggerFactory.getLogger("studio.atelier");
    private final Listener listener = new Listener();

    Secrets() {
        listener.setContext(root.getLoggerContext());
        listener.start();
        root.addAppender(listener);
        ours.setAdditive(true);
        ours.setLevel(Level.TRACE);
        for (var appenders = root.iteratorForAppenders(); appenders.hasNext(); ) {
            var appender = appenders.next();
            if (appender != listener) {
                // Thousands of failures that are meant to happen are no reading matter.
                appender.stop();
            }
        }
    }

    private final class Listener extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            look("log", event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                look("log", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    }

    /// For an address.
    static String userInfo() {
        return USER + ":" + PASSWORD;
    }

    void look(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        look("exception", trace.toString());
        switch (failure) {
            case StudioException e -> look(e.problem());
            case SubmissionUnclear e -> look(e.problem());
            default -> {
                // has no problem
            }
        }
    }

    void look(Problem problem) {
        look(
                "problem",
                problem.sentence() + problem.action() + problem.detail() + problem.arguments());
    }

    List<String> leaks() {
        return List.copyOf(leaks);
    }

    @Override
    public void close() {
        root.detachAppender(listener);
        ours.setLevel(null);
        for (var appenders = root.iteratorForAppenders(); appenders.hasNext(); ) {
            appenders.next().start();
        }
    }

    private void look(String where, String text) {
        if (forms.stream().anyMatch(text::contains)) {
            leaks.add(where + ": " + text.substring(0, Math.min(600, text.length())));
        }
    }
}
