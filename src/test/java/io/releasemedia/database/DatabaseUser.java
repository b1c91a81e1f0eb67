package io.releasemedia.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The program that {@link ChildJvm} runs: a command that uses the database of a home folder. */
final class DatabaseUser {

    private DatabaseUser() {}

    /**
     * Opens the database of the folder in the second argument. The first argument says what to do with it.
     *
     * <p>{@code hold}: prints {@code open URL}, waits for a line, closes. {@code write}: inserts rows for ever, one a
     * transaction, and prints each number once it is committed. A failure is printed as {@code failed MESSAGE}.
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        System.out.println("begin");
        try (EmbeddedPostgres database = EmbeddedPostgres.open(Path.of(arguments[1]))) {
            System.out.println("open " + database.url());
            if (arguments[0].equals("write")) {
                writeForEver(database);
            }
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("end " + commands.readLine());
        } catch (EmbeddedPostgresException e) {
            System.out.println("failed " + e.getMessage());
        }
    }

    private static void writeForEver(EmbeddedPostgres database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS written (number bigint PRIMARY KEY, filler text)");
            var row = statement.executeQuery("SELECT coalesce(max(number), 0) FROM written");
            long number = row.next() ? row.getLong(1) : 0;
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO written VALUES (?, ?)")) {
                while (true) {
                    number++;
                    insert.setLong(1, number);
                    insert.setString(2, "x".repeat(500));
                    insert.executeUpdate();
                    System.out.println(number);
                }
            }
        }
    }
}
