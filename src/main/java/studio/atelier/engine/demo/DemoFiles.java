package studio.atelier.engine.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The engine's three folders. `input` and `output` outlive the server; `temp` is emptied at its start.
/// Names come from clients and never lead outside their folder.
final class DemoFiles {
    private static final Pattern ANNOTATED = Pattern.compile("(.*) \\[(input|output|temp)]");

    private final Path root;

    DemoFiles(Path folder) {
        root = folder.toAbsolutePath().normalize();
        try {
            emptyTemp();
            for (String type : List.of("input", "output", "temp")) {
                Files.createDirectories(root.resolve(type));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A name in one of the folders.
    record Place(String type, String name) {
        /// Splits `name.png [output]`.
        static Place of(String name, String otherwise) {
            Matcher annotated = ANNOTATED.matcher(name);
            return annotated.matches()
                    ? new Place(annotated.group(2), annotated.group(1))
                    : new Place(otherwise, name);
        }
    }

    /// The folder of a type, or empty when there is no such type.
    Optional<Path> folder(String type) {
        return switch (type) {
            case "input", "output", "temp" -> Optional.of(root.resolve(type));
            default -> Optional.empty();
        };
    }

    Path output() {
        return root.resolve("output");
    }

    Path temp() {
        return root.resolve("temp");
    }

    /// `base/relative`, or empty when that leaves `base`.
    static Optional<Path> inside(Path base, String relative) {
        try {
            Path path = base.resolve(relative).normalize();
            return path.startsWith(base) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /// The existing file that a LoadImage value names.
    Optional<Path> annotated(String value) {
        Place place = Place.of(value, "input");
        return folder(place.type())
                .flatMap(folder -> inside(folder, place.name()))
                .filter(Files::isRegularFile);
    }

    /// Files in the top level of `input`, sorted.
    List<String> inputNames() {
        try (Stream<Path> files = Files.list(root.resolve("input"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stores an upload under its name, under the name of an equal file, or as `name (1).png`.
    ///
    /// @return the file's name within its folder
    String store(Path folder, String name, byte[] content, boolean overwrite) throws IOException {
        Files.createDirectories(folder);
        String stored = name;
        if (!overwrite) {
            String hash = sha256(content);
            int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
            for (int i = 1; Files.exists(folder.resolve(stored)); i++) {
                if (sha256(folder.resolve(stored)).equals(hash)) {
                    return stored;
                }
                stored = name.substring(0, dot) + " (" + i + ")" + name.substring(dot);
            }
        }
        Files.write(folder.resolve(stored), content);
        return stored;
    }

    static String sha256(Path file) {
        try {
            return sha256(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /// Saves under the next free number. Another demo engine may save into the same folder at the same moment:
    /// neither overwrites what the other wrote.
    ///
    /// @return the file's name
    static String writeNumbered(Path folder, String name, byte[] content) throws IOException {
        for (int counter = nextCounter(folder, name); ; counter++) {
            String file = "%s_%05d_.png".formatted(name, counter);
            try {
                Files.write(
                        folder.resolve(file),
                        content,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
                return file;
            } catch (FileAlreadyExistsException taken) {
                // the next number then
            }
        }
    }

    /// The next free number for `prefix_00001_.png` in a folder: one above the highest there.
    static int nextCounter(Path folder, String prefix) throws IOException {
        Pattern numbered =
                Pattern.compile(
                        Pattern.quote(prefix.toLowerCase(Locale.ROOT)) + "_(\\d+)_?.*",
                        Pattern.DOTALL);
        try (Stream<Path> files = Files.list(folder)) {
            return 1
                    + files.map(file -> String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT))
                            .map(numbered::matcher)
                            .filter(Matcher::matches)
                            .map(match -> match.group(1))
                            .filter(digits -> digits.length() < 10)
                            .mapToInt(Integer::parseInt)
                            .max()
                            .orElse(0);
        }
    }

    private void emptyTemp() throws IOException {
        Path temp = root.resolve("temp");
        if (!Files.isDirectory(temp)) {
            return;
        }
        try (Stream<Path> files = Files.walk(temp)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
