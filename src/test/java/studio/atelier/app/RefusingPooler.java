package studio.atelier.app;

import studio.atelier.db.PostgresFront;

import java.io.IOException;
import java.util.List;

/// A pooler that lets nobody in, and in which words.
///
/// @param expected the step that fails and the code of its problem
/// @param query of the address under which it is asked
record RefusingPooler(String expected, String state, String words, String query) {
    static final List<RefusingPooler> ALL =
            List.of(
                    new RefusingPooler(
                            "sign-in database-user-unknown",
                            "XX000",
                            "Tenant or user not found",
                            ""),
                    new RefusingPooler(
                            "sign-in database-pooler-setting",
                            "08P01",
                            "unsupported startup parameter: extra_float_digits",
                            ""),
                    new RefusingPooler(
                            "safe database-wants-tls",
                            "08P01",
                            "SSL required",
                            "?sslmode=disable"));

    PostgresFront open() throws IOException {
        return PostgresFront.refusing(state, words);
    }

    String url(PostgresFront front, String password) {
        return "postgresql://postgres.abc:%s@%s/postgres%s"
                .formatted(password, front.hosts().getFirst(), query);
    }
}
