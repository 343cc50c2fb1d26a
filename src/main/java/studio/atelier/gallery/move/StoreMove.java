package studio.atelier.gallery.move;

import studio.atelier.db.Database;
import studio.atelier.db.MoveStore;
import studio.atelier.db.SharedLeases;
import studio.atelier.gallery.move.MoveLedger.Entry;
import studio.atelier.gallery.move.MoveLedger.Name;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.ObjectStore.ObjectInfo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Moves everything of one object store to another: copy, read back, compare; when all is there the addresses in
/// one transaction; and only then, when asked for, the source away. Broken off anywhere, it goes on where it was.
public final class StoreMove {
    /// What only the one object suffers from; every other problem would meet the next object too.
    private static final Set<String> OF_ONE_OBJECT =
            Set.of(
                    Kind.OBJECT_CONFLICT.code(),
                    Kind.OBJECT_DAMAGED.code(),
                    Kind.OBJECT_MISSING.code(),
                    Kind.OBJECT_NAME.code(),
                    Kind.OBJECT_TOO_LARGE.code());

    /// Others may store pictures meanwhile; after so many rounds they are too fast.
    private static final int ROUNDS = 5;

    private static final Duration LEASE = Duration.ofMinutes(3);

    private final ObjectStore from;
    private final ObjectStore to;
    private final MoveStore rows;
    private final MoveLock.Mover mover;
    private final Path folder;
    private final List<Problem> problems = new ArrayList<>();

    /// Files that somebody put there, under names that the target does not take: no row of ours tells of them.
    private final Set<Name> strangers = new TreeSet<>(Comparator.comparing(StoreMove::nameOf));

    private int copied;
    private long bytes;

    /// Where a move runs.
    ///
    /// @param database of the library
    /// @param home identity of the home, without blanks
    /// @param folder of this home for the ledger and for copies on their way
    public record Place(Database database, String home, Path folder, InstantSource clock) {}

    public StoreMove(ObjectStore from, ObjectStore to, Place place) {
        this(from, to, place, LEASE);
    }

    /// @param lease for as long as this others wait for a move that died
    StoreMove(ObjectStore from, ObjectStore to, Place place, Duration lease) {
        this.from = from;
        this.to = to;
        this.rows = new MoveStore(place.database());
        this.mover =
                new MoveLock.Mover(
                        new SharedLeases(place.database()), place.home(), lease, place.clock());
        this.folder = place.folder();
    }

    /// Blocks; once for each instance.
    ///
    /// @throws StudioException `MOVE_RUNNING`, `MOVE_ELSEWHERE`, or when a store or the database is out of reach; begin again later
    public MoveReport run(boolean deletesSource, StoreMoves.Progress progress) {
        to.check();
        try (var lock = MoveLock.take(folder, mover);
                MoveLedger ledger =
                        MoveLedger.open(folder, from.description() + "\n" + to.description())) {
            Map<Name, Long> source = copyAll(ledger, progress);
            if (!problems.isEmpty()) {
                return report(ledger, source, 0, 0);
            }
            lock.confirm();
            int addresses = rows.rewrite(addresses(source), keys(source));
            int deleted = deletesSource ? delete(lock, ledger, source) : 0;
            return report(ledger, source, addresses, deleted);
        }
    }

    /// @return what the source holds, all of it at the target unless there are problems
    private Map<Name, Long> copyAll(MoveLedger ledger, StoreMoves.Progress progress) {
        var copy = new ObjectCopy(from, to, known(), scratch());
        Map<Name, Long> target = listed(to);
        for (int round = 0; round < ROUNDS; round++) {
            Map<Name, Long> source = listed(from);
            source.keySet().removeAll(strangers);
            List<Name> open =
                    source.keySet().stream()
                            .filter(name -> !isMoved(ledger, name, source, target))
                            .sorted((a, b) -> a.key().compareTo(b.key()))
                            .toList();
            if (open.isEmpty() || !problems.isEmpty()) {
                return source;
            }
            int done = source.size() - open.size();
            progress.moved(done, source.size());
            var copies = new CopyRound(copy, ledger, problems);
            for (Entry entry : copies.run(open, progress, done)) {
                copied++;
                bytes += entry.bytes();
            }
            sort(copies.refused());
            target.putAll(sizes(ledger, open));
        }
        problems.add(
                Problem.of(Kind.STORE_FAULTY, from.description(), Problem.words("move.restless")));
        return listed(from);
    }

    private void sort(Map<Name, Problem> refused) {
        if (refused.isEmpty()) {
            return;
        }
        Set<String> keys = rows.keys();
        refused.forEach(
                (name, problem) -> {
                    if (keys.contains(name.key())) {
                        problems.add(problem);
                    } else {
                        strangers.add(name);
                    }
                });
    }

    private static String nameOf(Name name) {
        return name.bucket().bucketName() + "/" + name.key();
    }

    private static boolean isMoved(
            MoveLedger ledger, Name name, Map<Name, Long> source, Map<Name, Long> target) {
        return ledger.find(name)
                .filter(entry -> entry.bytes() == source.getOrDefault(name, -1L))
                .filter(entry -> entry.bytes() == target.getOrDefault(name, -1L))
                .isPresent();
    }

    private static Map<Name, Long> sizes(MoveLedger ledger, List<Name> names) {
        Map<Name, Long> sizes = new HashMap<>();
        for (Name name : names) {
            ledger.find(name).ifPresent(entry -> sizes.put(name, entry.bytes()));
        }
        return sizes;
    }

    private static Map<Name, Long> listed(ObjectStore store) {
        Map<Name, Long> objects = new HashMap<>();
        for (Bucket bucket : Bucket.values()) {
            try (Stream<ObjectInfo> listed = store.list(bucket)) {
                listed.forEach(
                        object -> objects.put(new Name(bucket, object.key()), object.bytes()));
            }
        }
        return objects;
    }

    private Map<Name, String> known() {
        Map<Name, String> known = new HashMap<>();
        rows.generated().forEach((key, hash) -> known.put(new Name(Bucket.GENERATED, key), hash));
        rows.references().forEach((key, hash) -> known.put(new Name(Bucket.REFERENCES, key), hash));
        return known;
    }

    private Path scratch() {
        try {
            Files.createDirectories(folder);
            try (var left = Files.newDirectoryStream(folder, "*.part")) {
                // Of a move that died.
                for (Path file : left) {
                    Files.delete(file);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(Kind.HOME_NOT_WRITABLE, e.toString(), folder.toString()), e);
        }
    }

    private Map<String, String> addresses(Map<Name, Long> source) {
        Map<String, String> addresses = new HashMap<>();
        for (Name name : source.keySet()) {
            if (name.bucket() == Bucket.GENERATED) {
                addresses.put(
                        MoveStore.withoutQuery(from.urlOf(name.bucket(), name.key()).toString()),
                        to.urlOf(name.bucket(), name.key()).toString());
            }
        }
        return addresses;
    }

    private Map<String, String> keys(Map<Name, Long> source) {
        Map<String, String> keys = new HashMap<>();
        for (Name name : source.keySet()) {
            if (name.bucket() == Bucket.GENERATED) {
                keys.put(name.key(), to.urlOf(name.bucket(), name.key()).toString());
            }
        }
        return keys;
    }

    /// What is damaged stays: a better copy may turn up, and the source is the only other one.
    private int delete(MoveLock lock, MoveLedger ledger, Map<Name, Long> source) {
        Map<Name, Long> target = listed(to);
        int deleted = 0;
        for (Name name : source.keySet()) {
            boolean sound = ledger.find(name).filter(entry -> !entry.damaged()).isPresent();
            if (sound && isMoved(ledger, name, source, target)) {
                lock.confirm();
                if (deleted == 0) {
                    deleteFirst(name, ledger.find(name).orElseThrow());
                } else {
                    from.delete(name.bucket(), name.key());
                }
                deleted++;
            }
        }
        return deleted;
    }

    /// One store may go by two names: a link to its folder, another address of its server. Then nothing is deleted, and
    /// what shows it is put back.
    private void deleteFirst(Name name, Entry entry) {
        try {
            Path copy = Files.createTempFile(scratch(), "move", ".part");
            try {
                try (InputStream in = to.open(name.bucket(), name.key())) {
                    Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                }
                from.delete(name.bucket(), name.key());
                if (to.find(name.bucket(), name.key()).isEmpty()) {
                    String type = ObjectCopy.typeOf(name.key());
                    to.put(name.bucket(), name.key(), copy, entry.sha256(), type);
                    throw new StudioException(
                            Problem.of(
                                    Kind.SETTING_INVALID,
                                    "--to",
                                    to.description(),
                                    Problem.words("expected.other-store")));
                }
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw ObjectCopy.faulty(to, e);
        }
    }

    private MoveReport report(
            MoveLedger ledger, Map<Name, Long> source, int addresses, int deleted) {
        List<String> damaged = new ArrayList<>();
        int there = 0;
        for (Name name : source.keySet()) {
            boolean moved = ledger.find(name).isPresent();
            there += moved ? 1 : 0;
            if (ledger.find(name).filter(Entry::damaged).isPresent()) {
                damaged.add(nameOf(name));
            }
        }
        List<String> left = strangers.stream().map(StoreMove::nameOf).toList();
        return new MoveReport(there, copied, bytes, problems, damaged, left, addresses, deleted);
    }

    static boolean isOfOneObject(Problem problem) {
        return OF_ONE_OBJECT.contains(problem.code());
    }
}
