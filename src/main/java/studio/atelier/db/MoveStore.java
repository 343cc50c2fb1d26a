package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the move of a library needs of the database. All methods block and may be called from any thread.
public final class MoveStore {
    private final Database database;

    public MoveStore(Database database) {
        this.database = database;
    }

    /// Hashes of generated pictures by their key, where they are known.
    public Map<String, String> generated() {
        return hashes("select storage_path, sha256 from generated_images");
    }

    /// Hashes of references by their key, where they are known.
    public Map<String, String> references() {
        return hashes("select storage_path, sha256 from reference_images");
    }

    /// Every key under which a picture, a reference or the result of a job lies.
    public Set<String> keys() {
        return database.inTransaction(
                handle -> {
                    Set<String> keys =
                            new HashSet<>(
                                    handle.createQuery(
                                                    """
                                                    select storage_path from generated_images
                                                    union all
                                                    select storage_path from reference_images
                                                    where storage_path is not null
                                                    """)
                                            .mapTo(String.class)
                                            .list());
                    results(handle)
                            .values()
                            .forEach(url -> ResultAddress.bucketKey(url).ifPresent(keys::add));
                    return keys;
                });
    }

    /// Changes the addresses of results in one transaction; those that are not among them stay.
    ///
    /// @param addresses the new one by the old one, the latter without query
    /// @param keys the new address by the key of a generated picture, for addresses of its bucket in another form: signed,
    ///     or not encoded
    /// @return how many were changed
    public int rewrite(Map<String, String> addresses, Map<String, String> keys) {
        return database.inTransaction(
                handle -> {
                    Map<Integer, String> old = results(handle);
                    PreparedBatch batch =
                            handle.prepareBatch(
                                    """
                                    update generation_jobs set result_image_url = :new
                                    where id = :id and result_image_url = :old
                                    """);
                    old.forEach(
                            (id, url) -> {
                                String address =
                                        addresses.getOrDefault(withoutQuery(url), byKey(keys, url));
                                if (!address.equals(url)) {
                                    batch.bind("id", id)
                                            .bind("old", url)
                                            .bind("new", address)
                                            .add();
                                }
                            });
                    return batch.size() == 0 ? 0 : Arrays.stream(batch.execute()).sum();
                });
    }

    /// @return the address as it is where no key is known
    private static String byKey(Map<String, String> keys, String url) {
        return ResultAddress.bucketKey(url).map(keys::get).orElse(url);
    }

    /// A signed address is another at every time that it is asked for.
    public static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private static Map<Integer, String> results(Handle handle) {
        Map<Integer, String> results = new HashMap<>();
        handle.createQuery(
                        """
                        select id, result_image_url from generation_jobs
                        where result_image_url is not null
                            and ltrim(result_image_url) not ilike 'data:%'
                        """)
                .map((row, _) -> Map.entry(row.getInt("id"), row.getString("result_image_url")))
                .forEach(entry -> results.put(entry.getKey(), entry.getValue()));
        return results;
    }

    private Map<String, String> hashes(String query) {
        return database.inTransaction(
                handle -> {
                    Map<String, String> hashes = new HashMap<>();
                    handle.createQuery(query + " where storage_path is not null and sha256 <> ''")
                            .map(
                                    (row, _) ->
                                            Map.entry(
                                                    row.getString("storage_path"),
                                                    row.getString("sha256")))
                            .forEach(entry -> hashes.put(entry.getKey(), entry.getValue()));
                    return hashes;
                });
    }
}
