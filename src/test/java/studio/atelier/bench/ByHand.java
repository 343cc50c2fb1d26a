package studio.atelier.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.atelier.db.DatabaseAddress;
import studio.atelier.model.PromptId;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.storage.image.Thumbnails;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// The steps of a job that keep it from being lost, each as plain as it can be, one after the other, and nothing around
/// them: no lease, no recovery, no feed, no label, one thumbnail. What the product takes beyond these is its own, and
/// how long these take is the machine's. One thread.
final class ByHand implements AutoCloseable {
    private static final int THUMBNAIL = 256;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Thumbnails thumbnails = new Thumbnails(new ImageIoJpegDecoder());
    private final Connection connection;
    private final Path folder;

    private ByHand(Connection connection, Path folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /// @param folder for the pictures; made when it is not there
    static ByHand open(DatabaseAddress address, Path folder) throws SQLException, IOException {
        var host = address.hosts().getFirst();
        var user = new Properties();
        user.setProperty("user", address.user());
        user.setProperty("password", address.password());
        String url =
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(host.name(), host.port(), address.database());
        return new ByHand(DriverManager.getConnection(url, user), Files.createDirectories(folder));
    }

    /// Claims a job, commits the id under which it is sent, and posts it.
    ///
    /// @return milliseconds
    double send(URI engine, String graph) throws Exception {
        String prompt = PromptId.random().value();
        HttpRequest request = post(engine, prompt, graph);
        long begun = System.nanoTime();
        BareTables.identify(connection, claim(), prompt);
        answered(request);
        return Figures.since(begun);
    }

    /// Posts a prompt, and nothing else.
    ///
    /// @return milliseconds
    double post(URI engine, String graph) throws Exception {
        HttpRequest request = post(engine, PromptId.random().value(), graph);
        long begun = System.nanoTime();
        answered(request);
        return Figures.since(begun);
    }

    /// A job to end.
    int claim() throws SQLException {
        return BareTables.claim(connection, 1).getFirst();
    }

    /// Downloads a picture, decodes it whole into a thumbnail, hashes it, brings it to the disk, and commits its row with
    /// the end of its job.
    ///
    /// @return milliseconds
    double receive(URI picture, int job) throws Exception {
        long begun = System.nanoTime();
        byte[] bytes =
                http.send(HttpRequest.newBuilder(picture).build(), BodyHandlers.ofByteArray())
                        .body();
        Path part = write(folder.resolve(job + ".part"), bytes);
        byte[] small = thumbnails.one(part, THUMBNAIL, "picture");
        String sha256 = Hashes.hex(digested(bytes));
        Files.move(part, folder.resolve(job + ".png"));
        Files.write(folder.resolve(job + ".jpg"), small);
        BareTables.record(connection, job, job + ".png", sha256, bytes.length);
        return Figures.since(begun);
    }

    private static java.security.MessageDigest digested(byte[] bytes) {
        var digest = Hashes.digest();
        digest.update(bytes);
        return digest;
    }

    private static Path write(Path file, byte[] bytes) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        return file;
    }

    private HttpRequest post(URI engine, String prompt, String graph) throws IOException {
        ObjectNode body = json.createObjectNode();
        body.put("client_id", "by-hand");
        body.put("prompt_id", prompt);
        body.set("prompt", json.readTree(graph));
        return HttpRequest.newBuilder(engine.resolve("/prompt"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }

    private void answered(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
    }

    @Override
    public void close() throws SQLException {
        http.close();
        connection.close();
    }
}
