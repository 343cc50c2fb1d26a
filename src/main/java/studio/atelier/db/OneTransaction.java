package studio.atelier.db;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/// Gives everybody the same connection, within a transaction that somebody else ends: for tools that want several
/// connections where a pooler has but one to give. What they commit is committed in the end, or nothing of it.
final class OneTransaction extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final transient Connection connection;

    /// @param connection within a transaction
    OneTransaction(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Connection getConnection() {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        new Part(connection));
    }

    @Override
    public Connection getConnection(String user, String password) {
        return getConnection();
    }

    /// As if it were a connection of its own.
    private static final class Part implements InvocationHandler {
        private final Connection connection;
        private boolean commitsItself = true;
        private boolean closed;

        private Part(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object[] arguments)
                throws Throwable {
            return switch (method.getName()) {
                case "commit" -> done();
                case "close" -> {
                    closed = true;
                    yield done();
                }
                case "isClosed" -> closed || connection.isClosed();
                case "getAutoCommit" -> commitsItself;
                case "setAutoCommit" -> {
                    commitsItself = (boolean) arguments[0];
                    yield done();
                }
                default -> pass(method, arguments);
            };
        }

        /// Of methods that give nothing back.
        private static @Nullable Object done() {
            return null;
        }

        private @Nullable Object pass(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof SQLException failure ? failure : e.getCause();
            }
        }
    }
}
