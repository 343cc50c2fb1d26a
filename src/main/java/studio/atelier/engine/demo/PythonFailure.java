package studio.atelier.engine.demo;

/// An exception that the Python program would raise at this place, by its type and words.
final class PythonFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String words;

    PythonFailure(String type, String words) {
        super(type + ": " + words);
        this.type = type;
        this.words = words;
    }

    String type() {
        return type;
    }

    String words() {
        return words;
    }
}
