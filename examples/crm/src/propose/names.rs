//! What a column is by its name: in English, in Japanese, and as known systems name it.

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The key of this row.
    Key,
    /// The key of a person, a contact or a lead that the row is about.
    Person,
    Account,
    Owner,
    Team,
    Source,
    Medium,
    Campaign,
    Content,
    Deal,
    Product,
    Value,
    Currency,
    ExpectedClose,
    Pipeline,
    Stage,
    Reason,
    /// A profile field of the policy.
    Field(&'static str),
    CreatedAt,
    MqlAt,
    SqlAt,
    MeetingAt,
    WonAt,
    LostAt,
    ClosedAt,
    /// When a row of a history or of activities took place.
    HappenedAt,
    ActivityKind,
    /// Known, and of no use here.
    Ignored,
}

use Role::{
    Account, ActivityKind, Campaign, ClosedAt, Content, CreatedAt, Currency, Deal, ExpectedClose, Field, HappenedAt,
    Ignored, Key, LostAt, Medium, MeetingAt, MqlAt, Owner, Person, Pipeline, Product, Reason, Source, SqlAt, Stage,
    Team, Value, WonAt,
};

/// Whole names, in small letters and without anything between them: sure.
const WHOLE: [(Role, &[&str]); 42] = [
    (
        Key,
        &[
            "id",
            "recordid",
            "externalid",
            "leadid",
            "mqlid",
            "opportunityid",
            "donotmodifylead",
            "donotmodifyopportunity",
            "dealid",
            "ref",
            "key",
            "レコード番号",
            "管理番号",
            "案件番号",
            "リードid",
            "id番号",
        ],
    ),
    (
        Person,
        &[
            "personid",
            "contactid",
            "contact",
            "associatedcontactids",
            "contactnameid",
            "customerexternalid",
            "originatingleadidvalue",
            "convertedcontactid",
            "prospectid",
            "顧客コード",
            "顧客番号",
            "顧客id",
            "取引先責任者id",
        ],
    ),
    (
        Account,
        &[
            "accountid",
            "accountnameid",
            "customeridvalue",
            "parentaccountidvalue",
            "prospectaccountid",
            "sfdcaccountid",
            "convertedaccountid",
            "associatedcompany",
            "dealorganization",
            "organizationid",
            "account",
            "取引先コード",
            "取引先id",
        ],
    ),
    (
        Owner,
        &[
            "owner",
            "ownerid",
            "owneridvalue",
            "contactowner",
            "dealowner",
            "leadowner",
            "salesperson",
            "salesagent",
            "userid",
            "sfdcownerid",
            "srid",
            "assignedto",
            "営業担当",
            "営業担当者",
            "主担当",
            "所有者",
            "担当営業",
        ],
    ),
    (Team, &["team", "salesteam", "teamid", "sdrid", "regionaloffice", "担当部署", "営業部署"]),
    (
        Source,
        &[
            "source",
            "leadsource",
            "leadsourcecode",
            "originalsource",
            "origin",
            "utmsource",
            "流入元",
            "流入経路",
            "リードソース",
            "獲得経路",
            "集客元",
        ],
    ),
    (Medium, &["medium", "utmmedium", "媒体"]),
    (Campaign, &["campaign", "campaignid", "campaignsource", "utmcampaign", "キャンペーン", "施策"]),
    (Content, &["content", "utmcontent", "landingpage", "landingpageid"]),
    (Product, &["product", "productname", "dealproductname", "商品", "製品", "商材"]),
    (
        Value,
        &[
            "value",
            "amount",
            "dealvalue",
            "closevalue",
            "estimatedvalue",
            "expectedrevenue",
            "金額",
            "見積金額",
            "受注金額",
            "案件金額",
            "売上金額",
        ],
    ),
    (Currency, &["currency", "currencyisocode", "transactioncurrency", "dealcurrencyofvalue", "dealcurrency", "通貨"]),
    (
        ExpectedClose,
        &[
            "expectedclosedate",
            "dealexpectedclosedate",
            "estimatedclosedate",
            "expectedclosing",
            "受注予定日",
            "完了予定日",
            "クローズ予定日",
        ],
    ),
    (Pipeline, &["pipeline", "dealpipeline", "パイプライン"]),
    (
        Stage,
        &[
            "stage",
            "stagename",
            "stepname",
            "dealstage",
            "leadstatus",
            "lifecyclestage",
            "status",
            "statuscode",
            "statecode",
            "ステータス",
            "フェーズ",
            "商談フェーズ",
            "進捗",
            "状態",
            "状況",
            "dealstatus",
            "nextstageid",
            "newstage",
        ],
    ),
    (
        Reason,
        &[
            "reason",
            "lostreason",
            "deallostreason",
            "closedlostreason",
            "reasonforloss",
            "lossreason",
            "lostbecause",
            "失注理由",
            "敗因",
            "対象外理由",
        ],
    ),
    (
        Field("person_name"),
        &["fullname", "lastname", "contactname", "dealcontactperson", "氏名", "担当者名", "お名前", "名前"],
    ),
    (
        Field("email"),
        &["email", "emailaddress", "emailaddress1", "personemailwork", "mail", "メールアドレス", "メール", "eメール"],
    ),
    (Field("phone"), &["phone", "phonenumber", "telephone1", "tel", "電話番号", "電話"]),
    (
        Field("company"),
        &["company", "companyname", "accountname", "partnername", "会社名", "会社", "企業名", "取引先名", "法人名"],
    ),
    (Field("job_title"), &["jobtitle", "title", "function", "役職", "肩書"]),
    (Field("department"), &["department", "部署", "部署名", "所属"]),
    (Field("industry"), &["industry", "sector", "businesssegment", "業種", "業界"]),
    (Field("employees"), &["employees", "numberofemployees", "noofemployees", "従業員数", "社員数"]),
    (Field("annual_revenue"), &["annualrevenue", "revenue", "年商", "売上高", "年間売上"]),
    (Field("website"), &["website", "url", "ホームページ"]),
    (Field("location"), &["location", "officelocation", "billingstate", "所在地", "住所"]),
    (Field("region"), &["region", "地域", "エリア", "都道府県"]),
    (
        CreatedAt,
        &[
            "created",
            "createdat",
            "createddate",
            "createdon",
            "createdate",
            "createdtime",
            "createdutc",
            "firstcontactdate",
            "dealdealcreated",
            "creationdate",
            "作成日時",
            "作成日",
            "登録日",
            "登録日時",
            "獲得日",
            "問合せ日",
            "問い合わせ日",
        ],
    ),
    (
        MqlAt,
        &[
            "becameamarketingqualifiedleaddate",
            "hslifecyclestagemarketingqualifiedleaddate",
            "mqlat",
            "mqldate",
            "mqldatec",
            "mql日",
            "mql化日",
        ],
    ),
    (
        SqlAt,
        &[
            "becameasalesqualifiedleaddate",
            "hslifecyclestagesalesqualifiedleaddate",
            "sqlat",
            "sqldate",
            "sqldatec",
            "converteddate",
            "conversiondate",
            "sql日",
            "アポ獲得日",
        ],
    ),
    (
        MeetingAt,
        &[
            "becameanopportunitydate",
            "hslifecyclestageopportunitydate",
            "meeting",
            "meetingdate",
            "engagedate",
            "商談日",
            "初回商談日",
            "初回訪問日",
        ],
    ),
    (
        WonAt,
        &[
            "wonat",
            "wondate",
            "wontime",
            "dealwontime",
            "becameacustomerdate",
            "hslifecyclestagecustomerdate",
            "受注日",
            "成約日",
            "契約日",
        ],
    ),
    (LostAt, &["lostat", "lostdate", "losttime", "deallosttime", "失注日"]),
    (
        ClosedAt,
        &[
            "closedat",
            "closedate",
            "closeddate",
            "closingdate",
            "actualclosedate",
            "closedday",
            "完了日",
            "終了日",
            "クローズ日",
        ],
    ),
    (HappenedAt, &["timestamp", "activitydate", "変更日時", "日時", "活動日"]),
    (ActivityKind, &["activitytype", "activitytypeid", "activitytypename", "活動種別"]),
    (Deal, &["deal", "dealkey", "案件コード"]),
    (
        Ignored,
        &[
            "donotmodifyrowchecksum",
            "donotmodifymodifiedon",
            "modifiedon",
            "modifiedtime",
            "modifieddate",
            "lastmodified",
            "lastmodifieddate",
            "updatedat",
            "systemmodstamp",
            "isdeleted",
            "更新日時",
            "更新日",
            "更新者",
            "作成者",
        ],
    ),
    (Ignored, &["firstname", "opportunity", "dealname", "dealtitle", "subject", "topic", "案件名", "件名"]),
    (
        Ignored,
        &["probability", "probability100", "確度", "score", "leadscore", "grade", "isclosed", "forecastcategory"],
    ),
    (
        Ignored,
        &["dealdealclosedon", "dealtotalactivities", "becamealeaddate", "hslifecyclestageleaddate", "marketoguid"],
    ),
];

/// Parts of names: never sure.
const PARTS: [(Role, &[&str]); 14] = [
    (Reason, &["reason", "理由"]),
    (Stage, &["stage", "status", "ステータス", "フェーズ"]),
    (MqlAt, &["mql"]),
    (SqlAt, &["sql"]),
    (WonAt, &["won", "受注"]),
    (LostAt, &["lost", "失注"]),
    (Owner, &["owner", "担当"]),
    (Source, &["source", "流入"]),
    (Field("email"), &["mail", "メール"]),
    (Field("company"), &["company", "会社"]),
    (Value, &["amount", "金額", "revenue"]),
    (CreatedAt, &["created", "creation", "作成", "登録"]),
    (ExpectedClose, &["expected", "予定"]),
    (ClosedAt, &["close", "完了"]),
];

/// What a column is by its name, and whether that is sure.
pub(crate) fn by_name(name: &str) -> Option<(Role, bool)> {
    let plain = plain(name);
    let whole = WHOLE.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(role, _)| (*role, true));
    whole.or_else(|| {
        let part = PARTS.iter().find(|(_, parts)| parts.iter().any(|part| plain.contains(part)));
        part.map(|(role, _)| (*role, false))
    })
}

/// Whether a name says that its column holds a date.
pub(crate) fn says_date(name: &str) -> bool {
    let plain = plain(name);
    ["date", "time", "created", "日", "_at", "utc"].iter().any(|part| plain.contains(part)) || plain.ends_with("at")
}

/// Small letters and digits, nothing between them.
fn plain(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric() || *sign == 'ー').flat_map(char::to_lowercase).collect()
}
