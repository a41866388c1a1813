package org.dataferry.transform.mapping.cel;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceType;

/** Checks expressions over the columns of one source table. */
public final class Expressions {

    /** Longer is a program, which belongs to the source as a view. */
    public static final int LONGEST_EXPRESSION = 4_000;

    /** Steps of all comprehensions in one evaluation: a row must cost microseconds. */
    private static final int MOST_ITERATIONS = 1_000;

    /** Nesting that a person can read, and that cannot exhaust a stack. */
    private static final int DEEPEST_NESTING = 50;

    /** RE2 is linear in the text; this bounds the factor. A pattern of 100 characters makes about 200. */
    private static final int LARGEST_PATTERN = 1_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST_EXPRESSION)
            .maxParseRecursionDepth(DEEPEST_NESTING)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .maxRegexProgramSize(LARGEST_PATTERN)
            .build();

    /** dyn would let types mix that must not; uint is no type of any column; the conditional is our own. */
    private static final Set<StandardFunction> REPLACED =
            Set.of(StandardFunction.CONDITIONAL, StandardFunction.DYN, StandardFunction.UINT);

    private static final List<CelFunction> FUNCTIONS = Stream.of(
                    DecimalFunctions.all(), DateFunctions.all(), TextFunctions.all(), ListFunctions.all())
            .flatMap(List::stream)
            .toList();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.strings())
            .addFunctionBindings(FUNCTIONS.stream().map(CelFunction::binding).toList())
            .build();

    private final SourceSchema schema;
    private final ColumnNames names;
    private final CelCompiler compiler;

    public Expressions(SourceSchema schema) {
        this.schema = schema;
        this.names = new ColumnNames(schema);
        this.compiler = compiler(schema, names);
    }

    /** How expressions name the columns. */
    public ColumnNames names() {
        return names;
    }

    public Checked check(String text) {
        try {
            return checked(compiler.compile(text).getAst());
        } catch (CelValidationException wrong) {
            return new Checked.Faulty(wrong.getErrors().stream()
                    .map(issue -> fault(issue, text.contains("\n")))
                    .toList());
        } catch (CelEvaluationException wrong) {
            return faulty("" + wrong.getMessage());
        }
    }

    private Checked checked(CelAbstractSyntaxTree tree) throws CelEvaluationException {
        Optional<SourceType> type = CelTypes.of(tree.getResultType());
        if (type.isEmpty()) {
            return faulty("its type is " + tree.getResultType().name() + ", which no column holds");
        }
        return new Checked.Valid(
                new Expression(RUNTIME.createProgram(Resolution.forRuntime(tree)), type.get(), inputs(tree)));
    }

    /** The columns that the tree names anywhere. */
    private List<Expression.Input> inputs(CelAbstractSyntaxTree tree) {
        return tree.getReferenceMap().values().stream()
                .filter(reference -> reference.overloadIds().isEmpty())
                .map(reference -> reference.name())
                .distinct()
                .filter(names.columns()::containsKey)
                .map(name -> {
                    String column = names.columns().get(name);
                    return new Expression.Input(
                            name, column, schema.columns().get(column).type());
                })
                .toList();
    }

    private static Checked faulty(String message) {
        return new Checked.Faulty(List.of(new Checked.Fault("", message)));
    }

    private Checked.Fault fault(CelIssue issue, boolean severalLines) {
        int line = issue.getSourceLocation().getLine();
        int column = issue.getSourceLocation().getColumn() + 1;
        return new Checked.Fault(
                (severalLines ? "line " + line + ", " : "") + "column " + column,
                CelMessages.readable(issue.getMessage(), names.columns().keySet()));
    }

    private static CelCompiler compiler(SourceSchema schema, ColumnNames names) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .filterFunctions((function, overload) -> !REPLACED.contains(function)
                                && !overload.celOverloadDecl().overloadId().equals("double_to_string"))
                        .build())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.strings())
                .addFunctionDeclarations(Conditional.declaration())
                .addFunctionDeclarations(declarations());
        names.columns()
                .forEach((name, column) -> builder.addVar(
                        name, CelTypes.of(schema.columns().get(column).type())));
        return builder.build();
    }

    private static List<CelFunctionDecl> declarations() {
        Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
        FUNCTIONS.forEach(function -> overloads
                .computeIfAbsent(function.name(), name -> new ArrayList<>())
                .add(function.overload()));
        return overloads.entrySet().stream()
                .map(entry -> CelFunctionDecl.newFunctionDeclaration(entry.getKey(), entry.getValue()))
                .toList();
    }
}
