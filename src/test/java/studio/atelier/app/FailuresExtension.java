package studio.atelier.app;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import studio.atelier.db.PostgresExtension;

import java.util.List;

/// Gives a test class every failure that a check of a connection can name.
///
///     @Order(1) @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
///     @Order(2) @RegisterExtension static final FailuresExtension failures = new FailuresExtension(postgres);
final class FailuresExtension implements BeforeAllCallback {
    private final PostgresExtension postgres;
    private List<Failure> all = List.of();

    FailuresExtension(PostgresExtension postgres) {
        this.postgres = postgres;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        all = ConnectionFailures.of(context, postgres);
    }

    List<Failure> all() {
        return all;
    }
}
