package studio.atelier.model;

/// The database's id of a workflow in table `workflows`.
public record WorkflowId(int value) {
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
