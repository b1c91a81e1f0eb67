package io.releasemedia;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;

/** Holds the arrows between the packages: what each may use of the others. */
@AnalyzeClasses(packages = "io.releasemedia", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.releasemedia.";

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("job", Set.of("catalog")),
            Map.entry("run", Set.of("job", "enrich", "export", "report", "catalog", "source", "net", "probe", "link")),
            Map.entry("enrich", Set.of("catalog", "source", "probe", "link")),
            Map.entry("catalog", Set.of()),
            Map.entry("source", Set.of("net")),
            Map.entry("net", Set.of()),
            Map.entry("probe", Set.of("source")),
            Map.entry("link", Set.of("net")),
            Map.entry("export", Set.of("catalog")),
            Map.entry("api", Set.of("catalog")),
            Map.entry("report", Set.of("catalog")),
            Map.entry("database", Set.of()));

    @ArchTest
    static final ArchRule PACKAGES_USE_WHAT_THEY_MAY =
            classes().that().resideOutsideOfPackage("..cli..").should(new OnlyUseAllowedPackages());

    @ArchTest
    static final ArchRule PLAIN_PACKAGES_KNOW_NEITHER_SPRING_NOR_SQL = noClasses()
            .that()
            .resideInAnyPackage("..probe..", "..source..", "..net..", "..link..", "..export..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule SPRING_ANNOTATIONS_STAY_IN_FEW_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages("..cli..", "..run..", "..enrich..", "..api..", "..database..")
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("are Spring annotations") {
                @Override
                public boolean test(JavaClass type) {
                    return type.isAnnotation() && type.getPackageName().startsWith("org.springframework");
                }
            });

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.releasemedia.(*)..").should().beFreeOfCycles();

    private static final class OnlyUseAllowedPackages extends ArchCondition<JavaClass> {

        OnlyUseAllowedPackages() {
            super("only use the packages that theirs may use");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            String own = room(type);
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String other = room(dependency.getTargetClass());
                boolean allowed = other.isEmpty()
                        || other.equals(own)
                        || MAY_USE.getOrDefault(own, Set.of()).contains(other);
                if (!allowed) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            });
        }

        private static String room(JavaClass type) {
            String name = type.getPackageName();
            return name.startsWith(ROOT) ? name.substring(ROOT.length()).replaceFirst("\\..*", "") : "";
        }
    }
}
