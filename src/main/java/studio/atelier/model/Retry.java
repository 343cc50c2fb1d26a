package studio.atelier.model;

/// Whether trying the same thing again can help.
public enum Retry {
    NOW,
    LATER,
    NEVER
}
