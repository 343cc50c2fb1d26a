package studio.atelier.checks;

/// What is connected.
public enum Subject {
    DATABASE,
    MIGRATIONS,
    ENGINE,
    STORE,
    CAPTIONS
}
