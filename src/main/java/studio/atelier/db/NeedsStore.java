package studio.atelier.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Handle;

import studio.atelier.model.JobNeeds;
import studio.atelier.model.JobNeeds.ModelFile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What jobs need of an engine, and what the desktops said of their engines. All methods block and may be called
/// from any thread.
public final class NeedsStore {
    /// Of jobs from before needs were written down: any engine may try them.
    public static final long UNKNOWN = 0;

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Goes from one kind of needs to the next by the index, however many jobs wait.
    private static final String WAITING =
            """
            with recursive kinds (needs) as (
                (select needs from generation_jobs
                where status = 'queued' and batch_id is not null
                order by needs limit 1)
                union all
                select (select j.needs from generation_jobs j
                    where j.status = 'queued' and j.batch_id is not null and j.needs > k.needs
                    order by j.needs limit 1)
                from kinds k where k.needs is not null)
            select needs from kinds where needs is not null
            """;

    private final Database database;

    public NeedsStore(Database database) {
        this.database = database;
    }

    /// The different needs among what is queued.
    public List<Long> waiting() {
        return database.read(handle -> handle.createQuery(WAITING).mapTo(Long.class).list());
    }

    public Optional<JobNeeds> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select body::text as body from job_needs where id = :id")
                                .bind("id", id)
                                .map((row, _) -> parse(Columns.text(row, "body")))
                                .findOne());
    }

    /// Says of engines of a home what they can do, for the other desktops.
    ///
    /// @param needs `UNKNOWN` says that they are there
    public void say(String home, Set<String> engines, long needs, boolean able) {
        database.write(
                handle ->
                        handle.createUpdate(
                                        """
                                        insert into engine_verdicts (home, engine, needs, able)
                                        select :home, left(name, 200), :needs, :able
                                        from unnest(:engines) as said (name)
                                        on conflict (home, engine, needs)
                                        do update set able = excluded.able, said_at = now()
                                        """)
                                .bind("home", home)
                                .bind("needs", needs)
                                .bind("able", able)
                                .bindArray("engines", String.class, List.copyOf(engines))
                                .execute());
    }

    /// Whether an engine of another desktop that was there lately did not say that it cannot.
    public boolean othersMay(String home, long needs, Duration lately) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select exists (select 1 from engine_verdicts there
                                            where there.needs = 0 and there.home <> :home
                                                and there.said_at
                                                    > now() - :millis * interval '1 millisecond'
                                                and not exists (select 1 from engine_verdicts said
                                                    where said.home = there.home
                                                        and said.engine = there.engine
                                                        and said.needs = :needs and not said.able))
                                        """)
                                .bind("home", home)
                                .bind("needs", needs)
                                .bind("millis", lately.toMillis())
                                .mapTo(Boolean.class)
                                .one());
    }

    static long idOf(Handle handle, JobNeeds needs) {
        String body = write(needs);
        handle.createUpdate(
                        """
                        insert into job_needs (hash, body) values (:hash, cast(:body as jsonb))
                        on conflict (hash) do nothing
                        """)
                .bind("hash", hash(body))
                .bind("body", body)
                .execute();
        return handle.createQuery("select id from job_needs where hash = :hash")
                .bind("hash", hash(body))
                .mapTo(Long.class)
                .one();
    }

    private static String write(JobNeeds needs) {
        ObjectNode body = JSON.createObjectNode();
        var nodes = body.putArray("nodes");
        needs.nodeTypes().stream().sorted().forEach(nodes::add);
        needs.lora().ifPresent(file -> body.put("lora", file));
        var files = body.putArray("files");
        needs.files()
                .forEach(
                        file ->
                                files.addObject()
                                        .put("list", file.list())
                                        .put("label", file.label())
                                        .put("file", file.file()));
        return body.toString().replace("\\u0000", "");
    }

    private static JobNeeds parse(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            Set<String> nodes = new HashSet<>();
            read.path("nodes").forEach(node -> nodes.add(node.asText()));
            List<ModelFile> files = new ArrayList<>();
            read.path("files")
                    .forEach(
                            file ->
                                    files.add(
                                            new ModelFile(
                                                    file.path("list").asText(),
                                                    file.path("label").asText(),
                                                    file.path("file").asText())));
            Optional<String> lora =
                    Optional.of(read.path("lora"))
                            .filter(JsonNode::isTextual)
                            .map(JsonNode::asText);
            return new JobNeeds(nodes, lora, files);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
