package studio.atelier.drill.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One answer as it goes over the wire, headers included.
///
/// @param slow whether it takes the client's whole patience
record Garbage(String name, boolean slow, Writer writer) {
    /// Writes the answer; the connection is closed afterwards.
    interface Writer {
        /// @param asked the request's header lines, for answers that echo them
        void write(OutputStream out, String asked) throws IOException;
    }

    static Garbage raw(String name, String answer) {
        return new Garbage(
                name, false, (out, _) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// A well-formed answer around a body that may be anything.
    static Garbage body(String name, int status, String type, byte[] body) {
        return new Garbage(name, false, (out, _) -> answer(out, status, type, body));
    }

    static Garbage json(String name, String body) {
        return body(name, 200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    static void answer(OutputStream out, int status, String type, byte[] body) throws IOException {
        head(out, status, "Content-Type: " + type + "\r\nContent-Length: " + body.length);
        out.write(body);
    }

    static void head(OutputStream out, int status, String headers) throws IOException {
        out.write(
                ("HTTP/1.1 " + status + " Drill\r\n" + headers + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
    }
}
