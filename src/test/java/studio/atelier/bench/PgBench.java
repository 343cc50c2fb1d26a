package studio.atelier.bench;

import studio.atelier.db.DatabaseAddress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PostgreSQL's own benchmark program, where it is installed, with a script that claims one job and ends it.
final class PgBench {
    private static final String SCRIPT =
            """
            update generation_jobs set status = 'processing', claimed_by = 'pgbench',
                lease_until = now() + interval '60 seconds',
                started_at = now() at time zone 'utc'
            where id in (select id from generation_jobs
                where status = 'queued' and batch_id is not null
                order by priority desc, id limit 1 for update skip locked)
            returning id \\gset
            update generation_jobs set status = 'completed', lease_until = null,
                completed_at = now() at time zone 'utc'
            where id = :id;
            """;

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private PgBench() {}

    /// Claims and ends so many jobs, one after the other, over a connection that is open already.
    ///
    /// @return jobs a second; empty where `pgbench` is not installed
    static OptionalDouble claimAndDone(DatabaseAddress address, int jobs, Path folder)
            throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("claim-and-done.sql"), SCRIPT);
        var host = address.hosts().getFirst();
        var builder =
                new ProcessBuilder(
                        List.of(
                                "pgbench",
                                "--no-vacuum",
                                "--protocol=prepared",
                                "--client=1",
                                "--transactions=" + jobs,
                                "--file=" + script,
                                "--host=" + host.name(),
                                "--port=" + host.port(),
                                "--username=" + address.user(),
                                address.database()));
        builder.environment().put("PGPASSWORD", address.password());
        Process process;
        try {
            process = builder.redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            return OptionalDouble.empty();
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(output);
        if (process.waitFor() != 0 || !rate.find()) {
            throw new IOException("pgbench: " + output);
        }
        return OptionalDouble.of(Double.parseDouble(rate.group(1)));
    }
}
