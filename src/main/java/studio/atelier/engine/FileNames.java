package studio.atelier.engine;

import studio.atelier.model.EditDistance;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Compares model file names as people write them with those an engine lists, which may carry a sub-folder
/// and the separators of the engine's own system.
public final class FileNames {
    private static final int LONGEST = 200;

    private FileNames() {}

    /// The listed name for `file`: exact first, then with the separators of another system, then by base name without
    /// letter case.
    public static Optional<String> find(Collection<String> listed, String file) {
        if (listed.contains(file)) {
            return Optional.of(file);
        }
        String path = path(file);
        String wanted = base(file);
        return listed.stream()
                .filter(name -> path(name).equals(path))
                .findFirst()
                .or(() -> listed.stream().filter(name -> base(name).equals(wanted)).findFirst());
    }

    /// The listed name at the smallest edit distance, when it is near enough to be meant. Folder, letter case
    /// and extension do not count.
    public static Optional<String> nearest(Collection<String> listed, String file) {
        return nearest(listed, file, FileNames::stem);
    }

    /// As `nearest`, for names that are no files: only letter case does not count.
    static Optional<String> nearestWord(Collection<String> listed, String word) {
        return nearest(listed, word, name -> name.toLowerCase(Locale.ROOT));
    }

    /// Names of quite another length are not even compared: an engine decides how many it lists, and how long they
    /// are.
    private static Optional<String> nearest(
            Collection<String> listed, String name, UnaryOperator<String> essence) {
        String wanted = essence.apply(name);
        if (wanted.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.max(1, wanted.length() / 3);
        int least = Integer.MAX_VALUE;
        Optional<String> nearest = Optional.empty();
        for (String other : listed) {
            String its = essence.apply(other);
            if (Math.abs(its.length() - wanted.length()) <= most) {
                int distance = EditDistance.between(its, wanted);
                if (distance <= most && distance < least) {
                    least = distance;
                    nearest = Optional.of(other);
                }
            }
        }
        return nearest;
    }

    private static String stem(String name) {
        String base = base(name);
        int dot = base.lastIndexOf('.');
        return dot > 0 ? base.substring(0, dot) : base;
    }

    /// What names of the same file on different engines have in common: no folder, and no letter case.
    public static String base(String name) {
        String path = path(name);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String path(String name) {
        return name.replace('\\', '/').toLowerCase(Locale.ROOT);
    }
}
