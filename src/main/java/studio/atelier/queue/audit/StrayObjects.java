package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;
import studio.atelier.db.AuditStore.Owner;
import studio.atelier.model.JobStatus;
import studio.atelier.queue.Recovery;
import studio.atelier.queue.audit.Finding.Kind;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Objects without a row. One that a job made, and that the job lacks, gets its row; the others are named. What
/// belongs to a job that is not done is on its way, and passed over.
final class StrayObjects implements Check {
    private static final Pattern NUMBERED = Pattern.compile(".*_(\\d{5,18})_\\.\\w+");

    private final AuditStore rows;
    private final ObjectStore store;
    private final Evidence evidence;
    private final Recovery recovery;
    private final Inventory inventory;
    private final Depth depth;

    StrayObjects(
            AuditStore rows,
            ObjectStore store,
            Recovery recovery,
            Inventory inventory,
            Depth depth) {
        this.rows = rows;
        this.store = store;
        this.evidence = new Evidence(new StoredBytes(store, recovery.scratch()), rows);
        this.recovery = recovery;
        this.inventory = inventory;
        this.depth = depth;
    }

    @Override
    public void run(Findings findings) {
        List<String> strays = inventory.strays();
        if (strays.isEmpty()) {
            return;
        }
        Set<String> known = rows.known(strays);
        Map<Long, Owner> owners = owners(strays);
        for (String key : strays) {
            if (!known.contains(key)) {
                check(key, Optional.ofNullable(owners.get(number(key))), findings);
            }
        }
    }

    private void check(String key, Optional<Owner> byNumber, Findings findings) {
        if (byNumber.filter(owner -> !owner.job().status().isFinal()).isPresent()) {
            return;
        }
        Optional<Evidence.Match> match =
                byNumber.filter(StrayObjects::lacksPicture)
                        .flatMap(owner -> evidence.belongsTo(key, owner));
        if (match.isEmpty() && depth != Depth.QUICK) {
            match = evidence.search(key);
        }
        if (match.isPresent() && adopt(key, match.get())) {
            findings.add(Kind.ADOPTED, key, match.get().owner().job().id());
        } else {
            findings.add(Kind.ORPHAN, key);
        }
    }

    private boolean adopt(String key, Evidence.Match match) {
        var job = match.owner().job().id();
        String url = store.urlOf(Bucket.GENERATED, key).toString();
        boolean adopted = rows.adopt(job, match.image(), url);
        if (adopted) {
            recovery.tellCompleted(job);
        }
        return adopted;
    }

    private Map<Long, Owner> owners(List<String> keys) {
        List<Long> numbers =
                keys.stream().map(StrayObjects::number).filter(number -> number > 0).toList();
        Map<Long, Owner> owners = new HashMap<>();
        rows.ownersOf(numbers).forEach(owner -> owners.put(owner.number(), owner));
        return owners;
    }

    static boolean lacksPicture(Owner owner) {
        JobStatus status = owner.job().status();
        return status.isFinal() && !owner.hasPicture();
    }

    /// The number in a key that the studio made, 0 for another key.
    private static long number(String key) {
        Matcher numbered = NUMBERED.matcher(key);
        return numbered.matches() ? Long.parseLong(numbered.group(1)) : 0;
    }
}
