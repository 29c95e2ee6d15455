//! Each engine with the rules compiled and one input per lead, in its own form, made beforehand.
//!
//! A pass writes every lead's total in thousandths. One term or row per rule everywhere: no engine gets rules fused by hand.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};

use crate::Pass;
use crate::ready::Ready;

/// zen-engine: two decision tables that collect every row that holds, and an expression that sums and bounds.
///
/// Chosen: a collecting column (`points[]`; 7 % faster than the hit policy `collect`, which makes an object per row), `compile()` (byte
/// code of all cells, and an index of the equality cells), one `Decision` for all leads, `Variable`s made beforehand (a clone counts a
/// reference), no trace, `nodes_in_context` off because no cell reads `$nodes`. Without function nodes nothing ever waits, so the future is
/// polled once, without an executor.
pub(crate) fn zen_graph(leads: &[Ready]) -> Pass<'_> {
    use std::sync::atomic::Ordering;
    use zen_engine::model::GraphContent;
    use zen_engine::{Decision, Variable, ZEN_CONFIG};

    ZEN_CONFIG.nodes_in_context.store(false, Ordering::Relaxed);
    let graph: GraphContent = serde_json::from_str(include_str!("../rules/decision_graph.json")).unwrap();
    let mut decision = Decision::from(graph);
    decision.compile();
    decision.validate().unwrap();
    let inputs: Vec<Variable> = leads.iter().map(|lead| lead.json().into()).collect();
    Box::new(move |totals| {
        for (total, input) in totals.iter_mut().zip(&inputs) {
            let future = pin!(decision.evaluate(input.clone()));
            let Poll::Ready(answer) = future.poll(&mut TaskContext::from_waker(Waker::noop())) else {
                panic!("a graph of tables and expressions has nothing to wait for")
            };
            let Some(Variable::Object(answer)) = answer.ok().map(|answer| answer.result) else { panic!("no answer") };
            let answer = answer.borrow().get_str("total").and_then(Variable::as_number).unwrap();
            *total = i64::try_from(answer).unwrap();
        }
    })
}

/// zen-expression, the language below zen-engine, alone: the rules as one expression.
///
/// Chosen: one compiled `Expression`, one `VM` for all leads, `Variable`s made beforehand.
pub(crate) fn zen_expression(leads: &[Ready]) -> Pass<'_> {
    use zen_expression::vm::VM;
    use zen_expression::{Isolate, Variable};

    let expression = Isolate::new().compile_standard(include_str!("../rules/rules.zen")).unwrap();
    let inputs: Vec<Variable> = leads.iter().map(|lead| lead.json().into()).collect();
    let mut vm = VM::new();
    Box::new(move |totals| {
        for (total, input) in totals.iter_mut().zip(&inputs) {
            let answer = expression.evaluate_with(input.clone(), &mut vm).unwrap();
            *total = i64::try_from(answer.as_number().unwrap()).unwrap();
        }
    })
}

/// cel: one expression, bounds by the standard `math` extension.
///
/// Chosen: one `Program`, one `Context` on one `Env` for all leads, a `VariableResolver` that lends the lead's values instead of a map of
/// boxed variables per lead (as the crate's own benchmark does).
pub(crate) fn cel(leads: &[Ready]) -> Pass<'_> {
    use cel::common::types::{CelInt, CelString};
    use cel::common::value::{CowVal, Val};
    use cel::context::VariableResolver;
    use cel::{Context, Env, Value, extensions};

    struct Input {
        numbers: [CelInt; 10],
        texts: [CelString<'static>; 4],
    }

    impl VariableResolver for Input {
        fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
            let value: &dyn Val = match name {
                "employees" => &self.numbers[0],
                "revenue" => &self.numbers[1],
                "service_pages" => &self.numbers[2],
                "mail_clicks" => &self.numbers[3],
                "page_views" => &self.numbers[4],
                "documents" => &self.numbers[5],
                "seminars" => &self.numbers[6],
                "mail_opens" => &self.numbers[7],
                "unsubscribes" => &self.numbers[8],
                "pricing" => &self.numbers[9],
                "industry" => &self.texts[0],
                "region" => &self.texts[1],
                "title" => &self.texts[2],
                "department" => &self.texts[3],
                _ => return None,
            };
            Some(CowVal::Borrowed(value))
        }
    }

    let mut env = Env::stdlib();
    env.add_extension(extensions::math).unwrap();
    let env = Arc::new(env);
    let program = env.compile(include_str!("../rules/rules.cel")).unwrap();
    let inputs: Vec<Input> = leads
        .iter()
        .map(|lead| Input {
            numbers: lead.numbers().map(|(_, number)| number.into()),
            texts: lead.texts().map(|(_, text)| text.into()),
        })
        .collect();
    Box::new(move |totals| {
        let mut context = Context::with_env(Arc::clone(&env));
        for (total, input) in totals.iter_mut().zip(&inputs) {
            context.set_variable_resolver(input);
            let Ok(Value::Int(answer)) = program.execute(&context) else { panic!("no answer") };
            *total = answer;
        }
    })
}

const RHAI: &str = include_str!("../rules/rules.rhai");

/// The arguments of the script's function, in its order: parameters are found by position, variables of a scope by name.
macro_rules! rhai_arguments {
    ($lead:expr, $texts:expr) => {{
        let (lead, [industry, region, title, department]) = ($lead, $texts);
        (
            lead.employees,
            lead.revenue,
            industry.clone(),
            region.clone(),
            title.clone(),
            department.clone(),
            lead.service_pages,
            lead.mail_clicks,
            lead.page_views,
            lead.documents,
            lead.seminars,
            lead.mail_opens,
            lead.unsubscribes,
            lead.pricing,
        )
    }};
}

/// The texts in rhai's own form (a clone counts a reference).
fn rhai_texts(leads: &[Ready]) -> Vec<[rhai::ImmutableString; 4]> {
    leads.iter().map(|lead| lead.texts().map(|(_, text)| text.into())).collect()
}

fn rhai_engine() -> (rhai::Engine, rhai::AST) {
    let mut engine = rhai::Engine::new();
    engine.set_optimization_level(rhai::OptimizationLevel::Full);
    let ast = engine.compile(RHAI).unwrap();
    (engine, ast)
}

/// rhai, walking the syntax tree.
///
/// Chosen: compiled once with full optimisation, the crate features of the book's performance build (see `Cargo.toml`), fast operators as
/// by default, a function called with arguments, without running the (empty) body of the script each time.
pub(crate) fn rhai_tree(leads: &[Ready]) -> Pass<'_> {
    let (engine, ast) = rhai_engine();
    let texts = rhai_texts(leads);
    Box::new(move |totals| {
        let mut scope = rhai::Scope::new();
        for ((total, lead), texts) in totals.iter_mut().zip(leads).zip(&texts) {
            let options = rhai::CallFnOptions::new().eval_ast(false);
            let arguments = rhai_arguments!(lead, texts);
            *total = engine.call_fn_with_options(options, &mut scope, &ast, "total", arguments).unwrap();
        }
    })
}

/// rhai, running the byte code of its `grain` feature ("even faster", says its README); one `Vm` for a pass, the rest as above.
///
/// With the variables in a scope per lead instead of arguments it took a third longer; walking the tree, as long.
pub(crate) fn rhai_grain(leads: &[Ready]) -> Pass<'_> {
    let (engine, ast) = rhai_engine();
    let program = rhai::grain::Compiler::new().compile(&ast);
    assert_eq!(program.residual_count(), 0);
    let texts = rhai_texts(leads);
    Box::new(move |totals| {
        let mut scope = rhai::Scope::new();
        let mut vm = rhai::grain::Vm::new(&engine);
        for ((total, lead), texts) in totals.iter_mut().zip(leads).zip(&texts) {
            let options = rhai::CallFnOptions::new().eval_ast(false);
            let arguments = rhai_arguments!(lead, texts);
            *total = vm.call_fn_with_options(options, &mut scope, &program, "total", arguments).unwrap();
        }
    })
}

/// datalogic-rs: one JSONLogic rule.
///
/// Chosen: compiled once, one `Session` (its arena reset after each lead, as its documentation says), a borrowed result, and each lead as
/// `ParsedData`, parsed beforehand: the input shape whose cost per call is given as zero.
pub(crate) fn datalogic(leads: &[Ready]) -> Pass<'_> {
    use datalogic_rs::{Engine, ParsedData};

    let engine = Engine::new();
    let logic = engine.compile(include_str!("../rules/json_logic.json")).unwrap();
    let inputs: Vec<ParsedData> =
        leads.iter().map(|lead| ParsedData::from_json(&lead.json().to_string()).unwrap()).collect();
    Box::new(move |totals| {
        let mut session = engine.session();
        for (total, input) in totals.iter_mut().zip(&inputs) {
            *total = session.eval_borrowed(&logic, input).unwrap().as_i64().unwrap();
            session.reset();
        }
    })
}
