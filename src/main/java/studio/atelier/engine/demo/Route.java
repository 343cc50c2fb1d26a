package studio.atelier.engine.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One method on one path. `{name}` in the path stands for one segment.
record Route(String method, Pattern path, Handler handler) {
    /// Answers a request; exceptions it lets through become a plain 500.
    interface Handler {
        Reply answer(Request request) throws IOException;
    }

    static Route get(String path, Handler handler) {
        return of("GET", path, handler);
    }

    static Route post(String path, Handler handler) {
        return of("POST", path, handler);
    }

    private static Route of(String method, String path, Handler handler) {
        String pattern = path.replaceAll("\\{[a-z]+}", "([^/]+)");
        return new Route(method, Pattern.compile(pattern), handler);
    }

    /// A GET route answers HEAD too.
    boolean accepts(String asked) {
        return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
    }

    Optional<List<String>> variables(String asked) {
        Matcher matcher = path.matcher(asked);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> variables = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            variables.add(matcher.group(i));
        }
        return Optional.of(variables);
    }
}
