package meetingtest

import (
	"fmt"
	"strings"
)

// nameStock holds the given and family names of one culture. A name that is
// not ASCII is followed by its Latin spelling, for the account: "伟|wei".
type nameStock struct {
	given, family string
	familyFirst   bool // and without a space, as in Chinese
}

// nameStocks are the names of the invitees: eight given names and eight
// family names each.
func nameStocks() []nameStock {
	return []nameStock{
		{given: "Ines Tiago Marta Rui Beatriz Duarte Leonor Nuno", family: "Ferreira Carvalho Moreira Almeida Pinto Teixeira Cardoso Lopes"},
		{given: "伟|wei 芳|fang 娜|na 敏|min 静|jing 磊|lei 洋|yang 艳|yan", family: "王|wang 李|li 张|zhang 刘|liu 陈|chen 杨|yang 黄|huang 赵|zhao", familyFirst: true},
		{given: "Aisha Ngozi Chidi Amara Kwame Abena Tunde Zainab", family: "Okafor Mensah Adeyemi Nwosu Boateng Balogun Asante Eze"},
		{given: "Priya Rahul Ananya Vikram Kavita Arjun Meera Sanjay", family: "Sharma Iyer Patel Reddy Gupta Nair Banerjee Kulkarni"},
		{given: "Zoë|zoe Jürgen|juergen Lena Björn|bjoern Anja Matthias Käthe|kaethe Florian", family: "Schäfer|schaefer Müller|mueller Becker Krüger|krueger Vogel Hoffmann Größl|groessl Weiß|weiss"},
		{given: "Fatima Omar Layla Yusuf Noor Khalid Salma Tariq", family: "Haddad Mansour Nasser Aziz Farouk Rahman Saleh Qureshi"},
		{given: "さくら|sakura 健太|kenta 美咲|misaki 大輔|daisuke 陽子|yoko 翔|sho 由美|yumi 直樹|naoki", family: "佐藤|sato 鈴木|suzuki 高橋|takahashi 田中|tanaka 伊藤|ito 渡辺|watanabe 山本|yamamoto 中村|nakamura", familyFirst: true},
		{given: "Siobhán|siobhan Liam Aoife Declan Fiona Callum Morag Ewan", family: "O'Brien|obrien Murphy Gallagher Campbell MacLeod|macleod Byrne Fraser Doyle"},
		{given: "Camila Mateo Valentina Santiago Lucía|lucia Joaquín|joaquin Renata Andrés|andres", family: "Gómez|gomez Rodríguez|rodriguez Fernández|fernandez Rojas Núñez|nunez Castillo Vargas Herrera"},
		{given: "Олена|olena Андрій|andrii Катерина|kateryna Богдан|bohdan Ірина|iryna Тарас|taras Марія|mariia Максим|maksym", family: "Коваленко|kovalenko Шевченко|shevchenko Бондаренко|bondarenko Ткачук|tkachuk Мельник|melnyk Лисенко|lysenko Гончар|honchar Савченко|savchenko"},
		{given: "지우|jiwoo 민준|minjun 서연|seoyeon 도윤|doyun 하은|haeun 준서|junseo 수아|sua 현우|hyunwoo", family: "김|kim 이|lee 박|park 최|choi 정|jung 강|kang 조|cho 윤|yoon", familyFirst: true},
		{given: "Élodie|elodie Rémi|remi Chloé|chloe Bastien Margaux Thibault Océane|oceane Gaël|gael", family: "Lefèvre|lefevre Moreau Girard Rousseau Fontaine Mercier Blanchard Dupuis"},
	}
}

// departments are the departments of the invitees.
func departments() []string {
	return []string{
		"Engineering", "Design", "Sales", "Customer Success", "Finance", "People & Culture",
		"研发中心", "Operations", "Legal", "Marketing", "Data Platform", "市场部",
	}
}

// People returns n varied invitees, the same ones at every call: names from
// many parts of the world, one host, most with the application, and some meeting
// rooms, external people and telephones. The first 768 names are unique, and
// all accounts, e-mail addresses and numbers are.
func People(n int) []Participant {
	list := make([]Participant, 0, max(0, n))
	stocks := nameStocks()
	departments := departments()
	for i := range n {
		name, latin := stocks[i%len(stocks)].person(i / len(stocks))
		if round := i / (len(stocks) * 64); round > 0 {
			latin = fmt.Sprintf("%s%d", latin, round+1)
		}
		list = append(list, newInvitee(i, name, latin, departments[(i*5+i/len(stocks))%len(departments)]))
	}
	return list
}

// person returns the nth combination of a given and a family name. Both
// change from one n to the next, so that neighbours share neither.
func (s nameStock) person(n int) (name, latin string) {
	given, family := strings.Fields(s.given), strings.Fields(s.family)
	g, glatin := splitLatin(given[n%8])
	f, flatin := splitLatin(family[(n+n/8)%8])
	if s.familyFirst {
		return f + g, glatin + "." + flatin
	}
	return g + " " + f, glatin + "." + flatin
}

// splitLatin splits an entry into a name and its Latin spelling.
func splitLatin(entry string) (name, latin string) {
	name, latin, ok := strings.Cut(entry, "|")
	if !ok {
		latin = strings.ToLower(name)
	}
	return name, latin
}

// newInvitee returns the ith invitee of a list.
func newInvitee(i int, name, latin, department string) Participant {
	number := fmt.Sprintf("+9911160%05d", 13577+i*7)
	p := Participant{
		Number: number, Name: name, Host: i == 0, Type: "normal",
		Account: latin, Email: latin + "@example.com", Department: department,
	}
	switch {
	case i%19 == 7:
		p = Participant{Number: number, Name: fmt.Sprintf("Room %d.%02d", 1+i/100, i%100), Type: "terminal", Department: department}
	case i%23 == 9:
		p.Type, p.Account, p.Email, p.Department = "outside", "", latin+"@partner.example.com", ""
	case i%29 == 11:
		p.Type, p.Account, p.Number = "mobile", "", fmt.Sprintf("+447700900%03d", i%1000)
		p.SMS = p.Number
	}
	return p
}
