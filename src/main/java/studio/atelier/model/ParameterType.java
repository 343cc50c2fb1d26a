package studio.atelier.model;

/// What a workflow's parameter holds, and so which control the Generate tab shows for it.
public enum ParameterType {
    INTEGER,
    DECIMAL,
    TEXT,
    CHOICE,
    FLAG
}
