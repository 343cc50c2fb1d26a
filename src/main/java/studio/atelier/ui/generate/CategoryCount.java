package studio.atelier.ui.generate;

/// A category of references and how many of it match the search.
///
/// @param name empty for all categories together
public record CategoryCount(String name, int count) {}
