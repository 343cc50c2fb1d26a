package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.form.FormData;
import io.undertow.server.handlers.form.FormDataParser;
import io.undertow.server.handlers.form.MultiPartParserDefinition;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A request with its path variables, read on a thread that may block.
final class Request {
    static final long MAXIMUM_BODY = 104_857_600;
    private static final int IN_MEMORY = 1 << 16;

    private final HttpServerExchange exchange;
    private final List<String> variables;

    Request(HttpServerExchange exchange, List<String> variables) {
        this.exchange = exchange;
        this.variables = variables;
    }

    String variable() {
        return variables.getFirst();
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::getFirst);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /// The body as JSON; what is not JSON raises as in Python.
    JsonNode json() throws IOException {
        byte[] bytes = body();
        if (bytes.length == 0) {
            throw new PythonFailure("JSONDecodeError", "Expecting value");
        }
        return PythonJson.read(bytes);
    }

    byte[] body() throws IOException {
        if (exchange.getRequestContentLength() > MAXIMUM_BODY) {
            drain(exchange.getInputStream());
            throw new BodyTooLarge();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = exchange.getInputStream();
        byte[] buffer = new byte[IN_MEMORY];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > MAXIMUM_BODY) {
                drain(in);
                throw new BodyTooLarge();
            }
        }
        return bytes.toByteArray();
    }

    /// The parts of a `multipart/form-data` body; names are UTF-8 as they come.
    FormData form() throws IOException {
        if (exchange.getRequestContentLength() > MAXIMUM_BODY) {
            drain(exchange.getInputStream());
            throw new BodyTooLarge();
        }
        MultiPartParserDefinition definition =
                new MultiPartParserDefinition().setDefaultEncoding("UTF-8");
        FormDataParser parser = definition.create(exchange);
        if (parser == null) {
            return new FormData(0);
        }
        return parser.parseBlocking();
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[IN_MEMORY];
        int read = 0;
        while (read >= 0) {
            read = in.read(buffer);
        }
    }

    /// The body is over the limit, which holds for every request.
    static final class BodyTooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
