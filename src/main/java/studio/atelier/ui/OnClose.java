package studio.atelier.ui;

/// What closing the window does while jobs run or wait.
public enum OnClose {
    ASK,
    /// The window goes away, and the process ends when there is nothing left to do.
    KEEP_RUNNING,
    /// What is inside an engine stays there and is collected at the next start.
    STOP
}
